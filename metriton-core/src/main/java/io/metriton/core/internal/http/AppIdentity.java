package io.metriton.core.internal.http;

import io.metriton.api.Response;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.Sdk;
import org.jspecify.annotations.Nullable;

/** The application that reports: name, version, and what follows from them. Thread-safe; its values do not change. */
public final class AppIdentity {
    private final String application;
    private final String version;
    private @Nullable String userAgent;

    public AppIdentity(String application, String version) {
        this.application = application;
        this.version = version;
    }

    public String application() {
        return application;
    }

    public String version() {
        return version;
    }

    /**
     * {@code app/version (os; os-version; java version) metriton-java/version}, fit for a header. Made when it is needed,
     * perhaps by two threads alike.
     */
    public String userAgent() {
        String agent = userAgent;
        if (agent == null) {
            String platform =
                    property("os.name") + "; " + property("os.version") + "; java " + property("java.version");
            agent = Ascii.printable(application + "/" + version + " (" + platform + ") metriton-java/" + Sdk.VERSION);
            userAgent = agent;
        }
        return agent;
    }

    private static @Nullable String property(String name) {
        try {
            return System.getProperty(name);
        } catch (SecurityException e) {
            return null; // The host does not let us read it.
        }
    }

    /** The answer of a reporter that has asked no endpoint. */
    public Response ownVersion() {
        return Response.builder()
                .application(application)
                .latestVersion(version)
                .build();
    }
}
