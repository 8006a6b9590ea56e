/** Sends reports with OkHttp, from 3.14 on. */
module io.metriton.transport.okhttp {
    requires transitive io.metriton.api;
    requires okhttp3;
    requires static org.jspecify;

    exports io.metriton.transport.okhttp;

    provides io.metriton.api.TransportProvider with
            io.metriton.transport.okhttp.OkHttpTransportProvider;
}
