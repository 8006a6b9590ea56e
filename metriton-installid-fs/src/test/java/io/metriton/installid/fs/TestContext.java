package io.metriton.installid.fs;

import io.metriton.api.InstallIdContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** A context of one application and one environment, which remembers what the provider records. */
final class TestContext implements InstallIdContext {
    private final String application;
    private final Map<String, String> environment;
    private final Map<String, Object> metadata = new LinkedHashMap<>();

    TestContext(String application, Map<String, String> environment) {
        this.application = application;
        this.environment = environment;
    }

    static TestContext home(Object home) {
        return new TestContext("app", Map.of("HOME", home.toString()));
    }

    Map<String, Object> metadata() {
        return metadata;
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void putBaseMetadata(String key, Object value) {
        metadata.put(key, value);
    }
}
