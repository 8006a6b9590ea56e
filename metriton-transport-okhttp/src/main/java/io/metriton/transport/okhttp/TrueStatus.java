package io.metriton.transport.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The status of an answer, kept in the place of its reason phrase, which nobody needs, while OkHttp is shown a 200: it has its
 * own idea of what should follow on 3xx, 401, 407, 408, 421 and 503, up to an exception at a 407 that comes without a proxy.
 * (A tag of the request would do as well, but has OkHttp load Kotlin's reflection, 60 classes.) Stateless.
 */
final class TrueStatus {

    private TrueStatus() {}

    static int of(Response hidden) {
        return Integer.parseInt(hidden.message());
    }

    /** Goes behind everything in OkHttp that looks at a status, as a network interceptor. */
    static Response hide(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.newBuilder()
                .code(200)
                .message(Integer.toString(response.code()))
                .build();
    }
}
