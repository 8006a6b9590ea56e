/** Sends reports with {@code java.net.http.HttpClient}. */
module io.metriton.transport.jdk {
    requires transitive io.metriton.api;
    requires java.net.http;
    requires static org.jspecify;

    exports io.metriton.transport.jdk;

    provides io.metriton.api.TransportProvider with
            io.metriton.transport.jdk.JdkTransportProvider;
}
