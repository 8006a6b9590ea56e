package io.metriton.collector.applications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metriton.collector.privacy.AllowList;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.store.StoredApplication;
import java.util.LinkedHashMap;
import java.util.Map;

/** An application as it is at one moment. Immutable. */
public final class Application {

    private final int id;
    private final String name;
    private final Settings settings;
    private final Map<String, DeclaredKey> keys = new LinkedHashMap<>();
    private final AllowList allowList;

    Application(StoredApplication stored) {
        this.id = stored.id();
        this.name = stored.name();
        this.settings = new Settings(Json.parse(stored.settings()));
        stored.keys().forEach(key -> keys.put(key.name(), key));
        this.allowList = new AllowList(keys);
    }

    /**
     * Its number in the store.
     *
     * @return never given to another
     */
    public int id() {
        return id;
    }

    /**
     * Its name, as in reports.
     *
     * @return 1 to 128 characters
     */
    public String name() {
        return name;
    }

    /**
     * What is set for it.
     *
     * @return immutable
     */
    public Settings settings() {
        return settings;
    }

    /**
     * What it declared, by name, in the order of declaration.
     *
     * @return a copy
     */
    public Map<String, DeclaredKey> keys() {
        return new LinkedHashMap<>(keys);
    }

    /**
     * What is kept of metadata.
     *
     * @return immutable
     */
    public AllowList allowList() {
        return allowList;
    }

    /**
     * As the API shows it.
     *
     * @return a new object
     */
    public ObjectNode json() {
        ObjectNode json = settings.json();
        json.put("application", name);
        ObjectNode metadata = json.putObject("metadata");
        keys.values().forEach(key -> {
            if (key.why().isEmpty()) {
                metadata.put(key.name(), key.type().label());
            } else {
                metadata.putObject(key.name()).put("type", key.type().label()).put("why", key.why());
            }
        });
        json.put(Settings.PUBLIC, settings.isPublic());
        return json;
    }
}
