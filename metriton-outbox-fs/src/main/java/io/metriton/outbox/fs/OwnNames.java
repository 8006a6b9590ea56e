package io.metriton.outbox.fs;

/** Tells the files of an outbox from those that others have put beside them. Stateless. */
final class OwnNames {
    private OwnNames() {}

    /** Whether a name is that of a report, of dates, or of counts, finished or not. */
    static boolean isOurs(String name) {
        return ReportName.parse(name) != null
                || ReportName.isTemporary(name)
                || DayFiles.isName(name)
                || DailyName.isName(name);
    }

    /** Whether a name is that of a file of ours that is not finished. */
    static boolean isTemporary(String name) {
        return name.endsWith(ReportName.TEMPORARY)
                && (ReportName.isTemporary(name) || DayFiles.isTemporary(name) || DailyName.isTemporary(name));
    }
}
