package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server may close a connection after its answer without having said so. A client that sends the next report on it loses that
 * report, or sends it twice; so a transport keeps no connection, or finds out in time.
 */
abstract class KeptConnectionContract extends ContractTests {
    private static final int TRANSPORTS = 4;
    private static final int REPORTS = 10; // Of each transport.
    private static final long LATE_NANOS = 2_000_000;

    KeptConnectionContract(TransportContract contract) {
        super(contract);
    }

    /** How a server ends a connection after the answer. */
    private enum End {
        AT_ONCE {
            @Override
            void close(Socket socket) throws IOException {
                socket.close();
            }
        },
        SOON_AFTER {
            @Override
            void close(Socket socket) throws IOException {
                LockSupport.parkNanos(LATE_NANOS);
                socket.close();
            }
        },
        BY_RESET {
            @Override
            void close(Socket socket) throws IOException {
                LockSupport.parkNanos(LATE_NANOS); // So that the answer is read before.
                ScriptedServer.reset(socket);
            }
        };

        abstract void close(Socket socket) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 300})
    void send_isHeardByAServerThatClosesInSilence(int pauseMillis) throws Exception {
        Threads clients = new Threads(Duration.ofSeconds(50));
        for (End end : End.values()) {
            for (int i = 0; i < TRANSPORTS; i++) {
                clients.add(() -> heard(end, pauseMillis));
            }
        }
        assertThat(clients.answers()).containsOnly(REPORTS + " answers, " + REPORTS + " requests");
    }

    private String heard(End end, int pauseMillis) throws IOException {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
                    ScriptedServer.write(socket, ScriptedServer.plain(200, "{}"));
                    end.close(socket);
                });
                Transport transport = open()) {
            int answers = 0;
            String failure = "";
            for (int i = 0; i < REPORTS; i++) {
                try {
                    transport.send(report(server.uri("/")).build());
                    answers++;
                } catch (IOException e) {
                    failure = ", " + end + ": " + e;
                }
                pause(pauseMillis);
            }
            return answers + " answers, " + server.requests().size() + " requests" + failure;
        }
    }

    private static void pause(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = millis * 1_000_000L; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
