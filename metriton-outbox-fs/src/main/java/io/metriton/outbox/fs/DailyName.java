package io.metriton.outbox.fs;

import java.util.List;

/** The names of the files of a daily store. Stateless. */
final class DailyName {
    private static final String ENDING = ".daily";
    private static final int MAX_DIGITS = 15;

    /** Eight hexadecimal digits. */
    private static final int WRITER = 8;

    private DailyName() {}

    /** Of a state. */
    static String of(long number) {
        return number + ENDING;
    }

    /** Of a state that a writer has not finished. */
    static String temporary(long number, String writer) {
        return number + "." + writer + ENDING + ReportName.TEMPORARY;
    }

    static boolean isTemporary(String name) {
        int end = name.length() - WRITER - (ENDING + ReportName.TEMPORARY).length();
        return end > 1
                && name.endsWith(ENDING + ReportName.TEMPORARY)
                && name.charAt(end - 1) == '.'
                && number(name.substring(0, end - 1) + ENDING) > 0
                && ReportName.isHash(name, end, end + WRITER);
    }

    /** Of a state, finished or not. */
    static boolean isName(String name) {
        return number(name) > 0 || isTemporary(name);
    }

    /** The number of a state; 0 if it is not the name of one. */
    static long number(String name) {
        int digits = name.length() - ENDING.length();
        if (digits < 1 || digits > MAX_DIGITS || name.charAt(0) == '0' || !name.endsWith(ENDING)) {
            return 0;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = 10 * number + c - '0';
        }
        return number;
    }

    /** The highest number of a state; 0 if there is none. */
    static long highest(List<String> names) {
        long highest = 0;
        for (String each : names) {
            highest = Math.max(highest, number(each));
        }
        return highest;
    }
}
