package io.metriton.testkit;

import io.metriton.api.TransportProvider;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a transport that speaks HTTP owes to the programs that it is in, as tests: it sends real reports to servers on
 * loopback, and looks at each byte. A transport that writes to a file or a queue extends {@link TransportBasicsContract};
 * here it fails once, with a hint. Extend it, say how the provider is made, and run it:
 *
 * <pre>{@code
 * class MyTransportContractTest extends TransportContract {
 *     @Override
 *     protected TransportProvider provider() {
 *         return new MyTransportProvider();
 *     }
 * }
 * }</pre>
 *
 * <p>The tests are grouped in nested classes. They use loopback only, but for one that tries an address
 * reserved for documentation (RFC 5737), and take about a minute. They count the threads of the JVM, and measure times:
 * where tests run in parallel, they run alone, in one thread. The groups that take most of the minute have the tag
 * {@code long}, for a build that leaves them to CI.
 */
@Isolated
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(HttpClientCheck.class)
public abstract class TransportContract {

    private static final String LONG = "long";

    /** For subclasses; JUnit makes an instance for each test. */
    protected TransportContract() {}

    /**
     * Makes the provider of the transport under test.
     *
     * @return new or not; called at least once for each test
     */
    protected abstract TransportProvider provider();

    /**
     * What the client under the transport cannot do, with the reason: these tests are reported as skipped.
     *
     * @return reasons by the name of a test method, of a {@link Fault}, or of a whole group such as {@code OverHttps}; none
     *     by default
     */
    protected Map<String, String> exemptions() {
        return Map.of();
    }

    /**
     * Whether a thread belongs to the client's library and serves all its clients in the JVM, so that one transport must
     * not end it. Such threads have to be daemons.
     *
     * @param thread that is still there after close
     * @return false by default: all threads have to end with the transport
     */
    protected boolean isShared(Thread thread) {
        return false;
    }

    /** What goes over the wire and comes back, over http. */
    @Nested
    final class OverHttp extends ExchangeContract {
        OverHttp() {
            super(TransportContract.this, false);
        }
    }

    /** The same over https. */
    @Nested
    final class OverHttps extends ExchangeContract {
        OverHttps() {
            super(TransportContract.this, true);
        }
    }

    /** The forms that an answer may have. */
    @Nested
    final class Framing extends FramingContract {
        Framing() {
            super(TransportContract.this);
        }
    }

    /** Answers that are no HTTP. */
    @Nested
    @Tag(LONG)
    final class NoHttp extends NoHttpContract {
        NoHttp() {
            super(TransportContract.this);
        }
    }

    /** What goes wrong in the network. */
    @Nested
    final class Faults extends FaultContract {
        Faults() {
            super(TransportContract.this);
        }
    }

    /** One deadline over everything, and interruption. */
    @Nested
    final class Deadline extends DeadlineContract {
        Deadline() {
            super(TransportContract.this);
        }
    }

    /** How much is read at most. */
    @Nested
    final class Bounds extends BoundsContract {
        Bounds() {
            super(TransportContract.this);
        }
    }

    /** Threads and connections, many callers, close. */
    @Nested
    final class Lifecycle extends LifecycleContract {
        Lifecycle() {
            super(TransportContract.this);
        }
    }

    /** Whom https trusts. */
    @Nested
    final class Tls extends TlsContract {
        Tls() {
            super(TransportContract.this);
        }
    }

    /** By way of a proxy. */
    @Nested
    final class Proxies extends ProxyContract {
        Proxies() {
            super(TransportContract.this);
        }
    }

    /** A proxy selector that is broken. */
    @Nested
    final class ProxySelectors extends ProxySelectorContract {
        ProxySelectors() {
            super(TransportContract.this);
        }
    }

    /** Whom https trusts by default. */
    @Nested
    @Tag(LONG)
    final class DefaultTls extends DefaultTlsContract {
        DefaultTls() {
            super(TransportContract.this);
        }
    }

    /** What of an address is sent. */
    @Nested
    final class Addresses extends AddressContract {
        Addresses() {
            super(TransportContract.this);
        }
    }

    /** A host of which some addresses are dead. */
    @Nested
    @Tag(LONG)
    final class SeveralAddresses extends SeveralAddressesContract {
        SeveralAddresses() {
            super(TransportContract.this);
        }
    }

    /** Answers in older forms. */
    @Nested
    final class OddAnswers extends OddAnswerContract {
        OddAnswers() {
            super(TransportContract.this);
        }
    }

    /** A server that closes its connections in silence. */
    @Nested
    @Tag(LONG)
    final class KeptConnections extends KeptConnectionContract {
        KeptConnections() {
            super(TransportContract.this);
        }
    }

    /** What an endless answer costs. */
    @Nested
    @Tag(LONG)
    final class Cpu extends CpuContract {
        Cpu() {
            super(TransportContract.this);
        }
    }
}
