package io.metriton.core.internal.http;

import io.metriton.api.MetritonException;
import io.metriton.api.Notice;
import io.metriton.api.Response;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.json.ResponseFields;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer means: its status, its body, and what both say together. One use, one thread. */
public final class ResponseHandler {
    private final TransportResponse response;
    private final URI from;
    private final Clock clock;
    private final Optional<ResponseFields> answer;
    private final @Nullable IOException malformed;

    public ResponseHandler(TransportResponse response, URI from, Clock clock) {
        this.response = response;
        this.from = from;
        this.clock = clock;
        Optional<ResponseFields> decoded = Optional.empty();
        IOException failure = null;
        try {
            decoded = ResponseFields.decode(response.body());
        } catch (IOException e) {
            failure = e; // Whether that is an error depends on the status.
        }
        this.answer = decoded;
        this.malformed = failure;
    }

    public TransportResponse response() {
        return response;
    }

    /** Whatever the status: an endpoint that refuses everything may still say that it wants no more. */
    public boolean ordersStop() {
        return answer.isPresent() && answer.get().disableScout();
    }

    /**
     * The response, if the report was taken.
     *
     * @return empty where the endpoint does not know the application
     */
    public Optional<Response> evaluate(AppIdentity identity) throws MetritonException {
        boolean unknown = response.status() == 404 && answer.isEmpty() && malformed == null;
        if (!isSuccess(response.status()) && !unknown) {
            throw ResponseErrors.refused(response, from, clock);
        }
        if (malformed != null) {
            throw ResponseErrors.malformed(response, from, malformed);
        }
        return answer.isEmpty() ? Optional.empty() : Optional.of(response(answer.get(), identity));
    }

    private static Response response(ResponseFields fields, AppIdentity identity) {
        List<Notice> notices = new ArrayList<>();
        for (Object notice : fields.notices()) {
            notices.add(Notice.of(notice));
        }
        return Response.builder()
                .application(orElse(fields.application(), identity.application()))
                .latestVersion(orElse(fields.latestVersion(), identity.version()))
                .notices(notices)
                .hardLimit(fields.hardLimit())
                .disableScout(fields.disableScout())
                .build();
    }

    public static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static String orElse(@Nullable String text, String substitute) {
        return text == null || text.isBlank() ? substitute : text;
    }
}
