package io.metriton.core.internal.report;

import java.util.Map;

/**
 * Which transport the user asks for: by the system property {@code metriton.transport}, else by the environment variable
 * {@code METRITON_TRANSPORT}; the name {@value #LOG} counts in either, and in the process's own environment where the application
 * gives another. Immutable.
 *
 * @param name empty if the user asks for none
 * @param source where the name was set, for messages
 */
record UserChoice(String name, String source) {
    static final String LOG = "log";

    private static final String PROPERTY = "metriton.transport";
    private static final String VARIABLE = "METRITON_TRANSPORT";

    static UserChoice of(Map<String, String> environment) {
        String property = property();
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        variable = ofProcess().equalsIgnoreCase(LOG) ? LOG : variable;
        return property.isEmpty() || variable.equalsIgnoreCase(LOG)
                ? new UserChoice(variable, "the environment variable " + VARIABLE)
                : new UserChoice(property, "the system property " + PROPERTY);
    }

    /** Whether reports will be printed and not sent, as far as that is known without looking for transports. */
    static boolean isDryRun(ReporterSettings settings) {
        ReporterSettings.Sending sending = settings.sending();
        boolean given = sending.transport() != null || sending.provider() != null;
        String name = sending.name() == null ? "" : sending.name().strip();
        return of(settings.environment()).isLog() || (!given && name.equalsIgnoreCase(LOG));
    }

    /** Whether the user wants to see what would be sent, and nothing to be sent. */
    boolean isLog() {
        return name.equalsIgnoreCase(LOG);
    }

    private static String ofProcess() {
        try {
            String variable = System.getenv(VARIABLE);
            return variable == null ? "" : variable.strip();
        } catch (SecurityException e) {
            return ""; // The host does not let us read it.
        }
    }

    private static String property() {
        try {
            return System.getProperty(PROPERTY, "").strip();
        } catch (SecurityException e) {
            return ""; // The host does not let us read it.
        }
    }
}
