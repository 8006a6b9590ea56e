package io.metriton.transport.jdk;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;
import java.util.Map;
import java.util.TreeMap;

class JdkTransportContractTest extends TransportContract {
    private static final boolean READS_TRAILERS = Trailers.areRead();

    @Override
    protected TransportProvider provider() {
        return new JdkTransportProvider();
    }

    @Override
    protected Map<String, String> exemptions() {
        Map<String, String> exemptions = new TreeMap<>();
        if (!System.getProperty("jdk.http.auth.tunneling.disabledSchemes", "Basic")
                .isEmpty()) {
            exemptions.put(
                    JdkTunnelLoginTest.METHOD,
                    "the JDK refuses Basic for tunnels unless -Djdk.http.auth.tunneling.disabledSchemes= is set;"
                            + " JdkTunnelLoginTest runs this test with it");
        }
        exemptions.put(
                "send_isHeardByAServerThatClosesInSilence",
                "this client keeps connections, and gives no way to end one after its answer: of 40 reports that follow each"
                        + " other by 5 ms, up to 3 met a connection that the server had just closed (an IOException, so that"
                        + " a background reporter tries again)");
        exemptions.put(
                "send_readsWhatTheServerAnswersBeforeItHasTheReport",
                "this client reads the answer only if it comes before the failure to write the rest of the report: on a busy"
                        + " machine, once in some hundred times, it does not (an IOException, so that a background reporter"
                        + " tries again)");
        exemptions.put(
                "send_reachesAHostWhoseFirstAddressesAreDead",
                "this client takes the first address that the JVM gives, and has no way to be told of another;"
                        + " SeveralAddressesIT has what it does");
        exemptions.put(
                "send_readsALengthThatIsSaidTwiceInOneField",
                "this client takes such a length for no number: the answer counts as cut off");
        if (!READS_TRAILERS) {
            exemptions.put(
                    "send_readsTheBodyBeforeATrailer",
                    "the HTTP client of this update of the JDK refuses an answer with a trailer, as was tried");
        }
        return exemptions;
    }

    /** After a failure the client tells so on a thread of the JVM's common pool. */
    @Override
    protected boolean isShared(Thread thread) {
        return thread.getName().startsWith("ForkJoinPool.commonPool-worker-");
    }
}
