/** Sends reports with OkHttp 5. */
module io.metriton.transport.okhttp {
    requires transitive io.metriton.api;
    requires okhttp3;
    requires static org.jspecify;

    exports io.metriton.transport.okhttp;

    provides io.metriton.api.TransportProvider with
            io.metriton.transport.okhttp.OkHttpTransportProvider;
}
