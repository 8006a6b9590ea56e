package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import com.sun.jdi.request.StepRequest;
import io.metriton.api.InstallIdProvider;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A debugger goes through the making of an id line by line, and looks at the disk before each: what is there then is what
 * a process leaves that is killed there. Where {@link InstallIdKilledIT} is a matter of luck, this misses no line.
 */
@Timeout(60)
@Tag("long")
class InstallIdSteppedIT {
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String STEPPED = "io.metriton.installid.fs.*";

    @TempDir
    Path root;

    private Path home;
    private String blank;
    private int lines;
    private final Set<String> seen = new TreeSet<>();

    /** The main class of the process that is looked at. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            System.out.println(InstallIdWorker.ask(args[0]));
        }
    }

    @Test
    void emptyHome_beforeEveryLineTheIdIsAbsentOrWholeAndAnotherProcessWouldGetOne() throws Exception {
        home = Files.createDirectory(root.resolve("home"));

        stepThrough();

        assertThat(lines).isGreaterThan(20);
        assertThat(seen).contains("", ".tmp of 0", ".tmp of 36", ".tmp of 36, id of 36", "id of 36");
    }

    @Test
    void blankFile_beforeEveryLineTheIdIsAsBeforeOrWholeAndAnotherProcessWouldGetOne() throws Exception {
        home = Files.createDirectory(root.resolve("home"));
        blank = "\n";
        Files.createDirectories(folder(home));
        Files.writeString(folder(home).resolve("id"), blank);

        stepThrough();

        assertThat(lines).isGreaterThan(20);
        assertThat(seen)
                .as("the blank file, the ID appended to it, then the file without blank lines")
                .contains("id of 1", "id of 39", ".tmp of 0, id of 39", ".tmp of 36, id of 39", "id of 36");
    }

    private void stepThrough() throws Exception {
        VirtualMachine machine = launch();
        try {
            MethodEntryRequest entry = machine.eventRequestManager().createMethodEntryRequest();
            entry.addClassFilter(STEPPED);
            entry.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            entry.enable();
            boolean alive = true;
            while (alive) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    alive = alive && !(event instanceof VMDeathEvent) && !(event instanceof VMDisconnectEvent);
                    handle(machine, event);
                }
                if (alive) {
                    events.resume();
                }
            }
        } finally {
            machine.process().destroyForcibly();
        }
    }

    private void handle(VirtualMachine machine, Event event) throws Exception {
        if (event instanceof MethodEntryEvent entered) {
            event.request().disable();
            step(machine, entered.thread());
        } else if (event instanceof StepEvent) {
            lines++;
            look(event.toString());
        }
    }

    private static void step(VirtualMachine machine, ThreadReference thread) {
        StepRequest step =
                machine.eventRequestManager().createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_INTO);
        step.addClassFilter(STEPPED);
        step.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        step.enable();
    }

    /** Copies what is there now, and lets another process go on from the copy. */
    private void look(String where) throws Exception {
        Path copy = Files.createDirectories(folder(root.resolve("copy" + lines)));
        if (Files.isDirectory(folder(home))) {
            try (Stream<Path> files = Files.list(folder(home))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            seen.add(describe(copy));
        }
        Path id = copy.resolve("id");
        String content = Files.exists(id) ? Files.readString(id) : blank;
        // On a blank file the ID is appended; the blank lines before it are no part of it.
        String left = content == null || content.equals(blank) ? content : content.strip();
        String next = InstallIdWorker.ask(root.resolve("copy" + lines).toString());
        if (left == null || left.equals(blank)) {
            assertThat(next).as(where).matches(ID + " true");
        } else {
            assertThat(left).as(where).matches(ID);
            assertThat(next).as(where).isEqualTo(left + " false");
        }
    }

    private static String describe(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return String.join(
                    ", ",
                    files.map(file -> file.getFileName().toString().replaceAll("^\\.id-.*(?=\\.tmp)", "") + " of "
                                    + file.toFile().length())
                            .sorted()
                            .toList());
        }
    }

    private static Path folder(Path home) {
        return home.resolve(".config/app");
    }

    private VirtualMachine launch() throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        String classPath = ChildJvm.classPathOf(Main.class, FilesystemInstallIdProvider.class, InstallIdProvider.class);
        arguments.get("options").setValue(String.join(" ", List.of("-XX:-UsePerfData", "-cp", classPath)));
        arguments.get("main").setValue(Main.class.getName() + " " + home);
        return connector.launch(arguments);
    }
}
