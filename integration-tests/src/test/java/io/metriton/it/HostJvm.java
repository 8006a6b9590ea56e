package io.metriton.it;

import com.fasterxml.jackson.core.JsonFactory;
import io.metriton.api.Report;
import io.metriton.core.Reporter;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import io.metriton.it.Program.Outcome;
import io.metriton.outbox.fs.FilesystemOutbox;
import io.metriton.transport.socket.SocketTransportProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of a host that embeds the SDK, with the {@code socket} transport, an outbox and install IDs. Immutable. */
record HostJvm(Jdk jdk, Path home, List<String> before, List<String> options, int seconds) {
    static final String CLASS_PATH = ChildJvm.classPathOf(
            HostJvm.class,
            Reporter.class,
            Report.class,
            SocketTransportProvider.class,
            FilesystemOutbox.class,
            FilesystemInstallIdProvider.class,
            JsonFactory.class);

    /** One that may run for two minutes. */
    static HostJvm of(Jdk jdk, Path home, String... options) {
        return new HostJvm(jdk, home, List.of(), List.of(options), 120);
    }

    /** The JVM that runs the tests, as a process of its own. */
    static HostJvm current(Path home, String... options) {
        return of(Jdk.current(), home, options);
    }

    /** Started by another program, as {@code setpriv}. */
    HostJvm behind(String... command) {
        return new HostJvm(jdk, home, List.of(command), options, seconds);
    }

    /** Started by a shell that sets a limit first. */
    HostJvm limited(String limit) {
        return behind("/bin/sh", "-c", "ulimit " + limit + " && exec \"$@\"", "sh");
    }

    HostJvm patience(int most) {
        return new HostJvm(jdk, home, before, options, most);
    }

    Outcome run(Class<?> main, String... arguments) throws Exception {
        return run(CLASS_PATH, Map.of("HOME", home.toString()), main, arguments);
    }

    Outcome run(String classPath, Map<String, String> environment, Class<?> main, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(jdk.tool("java"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Program(home, environment, command).run(seconds);
    }
}
