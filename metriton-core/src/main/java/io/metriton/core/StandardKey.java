package io.metriton.core;

import io.metriton.core.internal.report.ValueType;

/** Keys that many applications report, ready to be declared by {@link Declaration.Builder#standard}. */
public enum StandardKey {
    /** {@code new_install}, true in all reports of the run that made the ID; {@code metriton-installid-fs} says it. */
    NEW_INSTALL("new_install", ValueType.BOOL, "how many installations are new"),

    /** {@code install_id_error}, a kind of failure; said by {@link Reporter.Builder#installIdFallback}. */
    INSTALL_ID_ERROR("install_id_error", ValueType.TEXT, "why some installations cannot keep an ID"),

    /** {@code index}, which report of its run this is; said by {@link ReportCustomizer#index}. */
    INDEX("index", ValueType.NUMBER, "how many reports one run sends"),

    /** {@code trace_id}, the same in all reports of a run; said by {@link ReportCustomizer#traceId}. */
    TRACE_ID("trace_id", ValueType.TEXT, "which reports come from the same run"),

    /** {@code action}, what the program was asked to do; said by the application. */
    ACTION("action", ValueType.TEXT, "what the program is used for"),

    /** {@code ci}, whether a CI service runs the program; said by the application. */
    CI("ci", ValueType.BOOL, "how many installations are CI services"),

    /** {@code container}, whether the program runs in a container; said by the application. */
    CONTAINER("container", ValueType.BOOL, "how many installations are in containers");

    private final String key;
    private final ValueType type;
    private final String why;

    StandardKey(String key, ValueType type, String why) {
        this.key = key;
        this.type = type;
        this.why = why;
    }

    /**
     * What is declared by it.
     *
     * @return key, type and reason
     */
    public DeclaredKey declaredKey() {
        return declared();
    }

    DefaultDeclaredKey declared() {
        return new DefaultDeclaredKey(key, type, why);
    }
}
