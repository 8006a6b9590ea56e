package io.metriton.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** A program of the package {@code cold}, how it is started, and what was measured of it. */
final class Program {
    private static final String PACKAGE = "io.metriton.benchmarks.cold.";

    final String name;
    final Samples wall = new Samples();
    final Samples cpu = new Samples();
    double memory;
    long classes;
    private final String classPath;
    private final List<String> options;
    private final List<String> main;
    private boolean keepsReports;
    private boolean firstOfDay;

    Program(String name, String classPath, List<String> options, String... mainAndArguments) {
        this.name = name;
        this.classPath = classPath;
        this.options = options;
        this.main = List.of(mainAndArguments);
    }

    /** Its report must arrive or stay in the outbox. */
    Program keepingReports() {
        keepsReports = true;
        return this;
    }

    boolean keepsReports() {
        return keepsReports;
    }

    /** Nothing was delivered on the day of its run; else something was. */
    Program firstOfDay() {
        firstOfDay = true;
        return this;
    }

    boolean isFirstOfDay() {
        return firstOfDay;
    }

    /** Whether the class that is started is there: an earlier state has fewer programs. */
    boolean exists() throws IOException {
        try (JarFile programs = new JarFile(classPath.split(File.pathSeparator)[0])) {
            return programs.getEntry(PACKAGE.replace('.', '/') + main.get(0) + ".class") != null;
        }
    }

    /** The same, nothing measured. */
    Program again() {
        Program other = new Program(name, classPath, options, main.toArray(new String[0]));
        other.keepsReports = keepsReports;
        other.firstOfDay = firstOfDay;
        return other;
    }

    List<String> command(String java, List<String> more) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(more);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, PACKAGE + main.get(0)));
        command.addAll(main.subList(1, main.size()));
        return command;
    }
}
