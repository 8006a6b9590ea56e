package io.metriton.collector.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person is looking. */
final class Terminal {

    private Terminal() {}

    /** Whether stdin and stdout are a terminal, so that a secret that is printed gets into no file. */
    @SuppressWarnings("SystemConsoleNull") // Where it is null, there is no terminal; newer versions are asked below.
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Java 22 and later: there is a console even if it is no terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
