package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that asks for the id once, with other rights or limits than this one. */
final class InstallIdChild {
    private static final String NOBODY = "65534";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private InstallIdChild() {}

    public static void main(String[] args) throws Exception {
        System.out.println("started");
        TestContext context = switch (args[0]) {
            case "environment" -> new TestContext("app", System.getenv());
            case "accent" -> new TestContext("caf\u00e9", System.getenv());
            default -> TestContext.home(args[0]);
        };
        try {
            String id = new FilesystemInstallIdProvider().installId(context).orElseThrow();
            System.out.println("id=" + id + " new=" + context.metadata().get("new_install"));
        } catch (InstallIdException e) {
            System.out.println("InstallIdException: " + e.getMessage());
        }
    }

    /** What a JVM without a locale says, as cron starts it, whose home has an umlaut; or an application's name an accent. */
    static String withoutLocale(String what, Path temp) throws Exception {
        String home = "HOME=\"" + temp + "/j$(printf '\\303\\266')rg\"";
        String preparation = home + "; mkdir -p \"$HOME\"; unset LANG LC_CTYPE XDG_CONFIG_HOME; export HOME LC_ALL=C";
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", preparation + "; exec \"$@\"", "sh"));
        command.addAll(java(Path.of(what)));
        return run(command);
    }

    /** What a JVM says after a shell has run {@code preparation}, such as {@code umask 0}. */
    static String afterShell(String preparation, Path home) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", preparation + "; exec \"$@\"", "sh"));
        command.addAll(java(home));
        return run(command);
    }

    /** What a JVM says that may do no more than any user; the test is skipped where there is no way to start one. */
    static String withoutPrivileges(Path home) throws Exception {
        List<String> command = new ArrayList<>();
        if (Files.isWritable(Path.of("/"))) {
            assumeTrue(Files.isExecutable(SETPRIV), "the tests run as root, and there is no " + SETPRIV);
            command.addAll(List.of(
                    SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"));
        }
        command.addAll(java(home));
        return run(command);
    }

    private static List<String> java(Path home) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        location(InstallIdChild.class),
                        location(FilesystemInstallIdProvider.class),
                        location(InstallIdProvider.class)),
                InstallIdChild.class.getName(),
                home.toString());
    }

    private static String location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assumeTrue(said.startsWith("started"), "no JVM could be started that way: " + said);
        return said.substring("started".length()).strip();
    }
}
