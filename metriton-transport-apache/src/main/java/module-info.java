/** Sends reports with Apache HttpClient 5. */
module io.metriton.transport.apache {
    requires transitive io.metriton.api;
    requires jdk.net; // For HttpClient, which as an automatic module cannot ask for it itself.
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires static org.jspecify;

    exports io.metriton.transport.apache;

    provides io.metriton.api.TransportProvider with
            io.metriton.transport.apache.ApacheTransportProvider;
}
