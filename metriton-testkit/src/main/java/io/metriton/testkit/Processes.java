package io.metriton.testkit;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs that ask for an install ID at the same moment. Confined to one thread. */
final class Processes implements AutoCloseable {
    private final List<ChildProcess> children = new ArrayList<>();
    private final Path folder;
    private int rounds;

    private Processes(Path folder) {
        this.folder = folder;
    }

    static Processes start(int count, Class<? extends InstallIdProvider> provider, Class<?> test, Path folder)
            throws Exception {
        Processes processes = new Processes(folder);
        try {
            for (int i = 0; i < count; i++) {
                processes.children.add(ChildProcess.start(
                        InstallIdProcess.class,
                        List.of(),
                        List.of(provider, test, InstallIdProvider.class),
                        List.of(provider.getName()),
                        folder.resolve("process" + i + ".log")));
            }
            for (ChildProcess child : processes.children) {
                expectReady(child.hear());
            }
            return processes;
        } catch (Exception | AssertionError e) {
            processes.close();
            throw e;
        }
    }

    private static void expectReady(String heard) {
        if (!heard.equals("ready")) {
            throw new AssertionError("the provider cannot be made in another process (" + heard
                    + "): make it public with a public constructor without parameters, or override"
                    + " whyNotInAnotherProcess()");
        }
    }

    /** What each process says, see {@link Attempt}. */
    List<String> ask(InstallIdContext context) throws Exception {
        Path file = folder.resolve("context" + rounds++ + ".properties");
        ContractContext.write(context, file);
        for (ChildProcess child : children) {
            child.tell(file.toString());
        }
        List<String> answers = new ArrayList<>();
        for (ChildProcess child : children) {
            answers.add(child.hear());
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (ChildProcess child : children) {
            child.close();
        }
    }
}
