package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where things are on this machine, and what it is. */
final class Machine {
    private final Path module;
    private final Path peers;

    Machine(Path module) {
        this(module, module);
    }

    private Machine(Path module, Path peers) {
        this.module = module;
        this.peers = peers;
    }

    /** The benchmarks of another checkout of this project, with the peers of this one. */
    Machine of(Path checkout) {
        return new Machine(checkout.toAbsolutePath().resolve("benchmarks"), peers);
    }

    String describe() throws IOException {
        String cpu = "unknown processor";
        Path info = Path.of("/proc/cpuinfo");
        if (Files.exists(info)) {
            cpu = Files.readAllLines(info).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(cpu);
        }
        return "Machine: " + Runtime.getRuntime().availableProcessors() + " cores of " + cpu + ", "
                + System.getProperty("os.name") + " "
                + System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1") + ", Java "
                + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + "), "
                + "which also runs the loopback server.";
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A JDK of a version beside the one that runs this; null if there is none. */
    static String java(int version) throws IOException {
        Path home = Path.of(System.getProperty("java.home")).getParent();
        try (Stream<Path> homes = Files.list(home)) {
            return homes.filter(each -> each.getFileName().toString().contains("-" + version))
                    .map(each -> each.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The jar of the programs to be started: tools come in jars. */
    String programs() throws IOException, InterruptedException {
        Path target = module.resolve("target");
        Path jar = target.resolve("programs.jar");
        Process packed = new ProcessBuilder(
                        Path.of(java()).resolveSibling("jar").toString(),
                        "cf",
                        jar.toString(),
                        "-C",
                        target.resolve("classes").toString(),
                        "io/metriton/benchmarks/cold")
                .inheritIO()
                .start();
        if (packed.waitFor() != 0) {
            throw new IOException("the programs cannot be packed");
        }
        return jar.toString();
    }

    /** Jars of this SDK, by the names of their modules without {@code metriton-}, with what they need. */
    String ours(String... modules) throws IOException {
        List<String> path = new ArrayList<>();
        for (String name : modules) {
            path.add(jar(name).toString());
        }
        return String.join(":", path);
    }

    Path jar(String name) throws IOException {
        Path folder = module.resolveSibling("metriton-" + name).resolve("target");
        if (name.equals("transport-socket") && !Files.exists(folder)) { // As it was called before.
            return jar("transport-urlconnection");
        }
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(file -> file.getFileName().toString().matches("metriton-.*[0-9T]\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("build first: there is no jar of metriton-" + name));
        }
    }

    /** The jars of a project in {@code peers}, each with the versions it asks for. */
    String peer(String name) throws IOException, InterruptedException {
        Path file = peers.resolve("target").resolve(name + ".classpath");
        if (!Files.exists(file)) {
            Process maven = new ProcessBuilder(
                            "mvn",
                            "-B",
                            "-ntp",
                            "-q",
                            "-f",
                            peers.resolve("peers").resolve(name + ".xml").toString(),
                            "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath",
                            "-Dmdep.outputFile=" + file)
                    .inheritIO()
                    .start();
            if (maven.waitFor() != 0) {
                throw new IOException("the class path of " + name + " cannot be resolved");
            }
        }
        return Files.readString(file).strip();
    }
}
