package io.metriton.it;

import io.metriton.api.InstallIdContext;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of a process that asks for an install ID whenever it is told to: for each line, which is the path of a
 * home folder, it says {@code ready}, waits until the gate is open, asks with all its threads at once, and says what each
 * of them got.
 *
 * <p>The gate is a file that the parent has locked: the kernel lets all waiting processes go at the same moment.
 */
final class InstallIdWorker {
    private InstallIdWorker() {}

    /** The arguments: the file that is the gate, and the number of threads. */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (FileChannel gate = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ)) {
            for (String home = in.readLine(); home != null; home = in.readLine()) {
                System.out.println(round(gate, home, Integer.parseInt(args[1])));
            }
        }
    }

    private static String round(FileChannel gate, String home, int threads) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        List<Asking> asking = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            asking.add(new Asking(home, open));
        }
        asking.forEach(Thread::start);
        System.out.println("ready");
        FileLock lock = gate.lock(0, Long.MAX_VALUE, true);
        open.countDown();
        lock.release();
        StringBuilder answers = new StringBuilder();
        for (Asking each : asking) {
            each.join();
            answers.append(answers.length() == 0 ? "" : ";").append(each.answer);
        }
        return answers.toString();
    }

    /** The id and whether this call made it, with a blank between them. */
    static String ask(String home) {
        Context context = new Context(home);
        try {
            return new FilesystemInstallIdProvider().installId(context).orElse("none") + " " + context.created;
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static final class Asking extends Thread {
        private final String home;
        private final CountDownLatch open;
        private String answer = "";

        Asking(String home, CountDownLatch open) {
            this.home = home;
            this.open = open;
        }

        @Override
        public void run() {
            try {
                open.await();
                answer = ask(home);
            } catch (InterruptedException e) {
                answer = e.toString();
            }
        }
    }

    private static final class Context implements InstallIdContext {
        private final String home;
        private Object created = "unknown";

        Context(String home) {
            this.home = home;
        }

        @Override
        public String application() {
            return "app";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("HOME", home);
        }

        @Override
        public void putBaseMetadata(String key, Object value) {
            created = value;
        }
    }
}
