package io.metriton.testkit;

import io.metriton.api.InstallIdProvider;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The main class of another process of {@link InstallIdProviderContract}: it says {@code ready}, and then, for each line,
 * which is the file of a context, what a fresh provider answers.
 */
final class InstallIdProcess {
    private InstallIdProcess() {}

    /** The argument: the class name of the provider. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            provider(args[0]);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            out.println(ChildProcess.PREFIX + e);
            return;
        }
        out.println(ChildProcess.PREFIX + "ready");
        for (String file = in.readLine(); file != null; file = in.readLine()) {
            out.println(ChildProcess.PREFIX + answer(args[0], Path.of(file)));
        }
    }

    private static String answer(String name, Path context) {
        try {
            InstallIdProvider provider = provider(name);
            return Attempt.describe(provider, ContractContext.read(context));
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            return ("failed: " + e).replaceAll("\\R", "\\\\n");
        }
    }

    /** As ServiceLoader does. */
    private static InstallIdProvider provider(String name) throws ReflectiveOperationException {
        return Class.forName(name)
                .asSubclass(InstallIdProvider.class)
                .getConstructor()
                .newInstance();
    }
}
