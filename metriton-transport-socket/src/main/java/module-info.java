/** Sends reports over sockets of the JDK, without an HTTP client: no dependency, the quickest start. */
module io.metriton.transport.socket {
    requires transitive io.metriton.api;
    requires static org.jspecify;

    exports io.metriton.transport.socket;

    provides io.metriton.api.TransportProvider with
            io.metriton.transport.socket.SocketTransportProvider;
}
