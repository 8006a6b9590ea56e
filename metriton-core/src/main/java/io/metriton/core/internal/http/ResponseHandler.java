package io.metriton.core.internal.http;

import io.metriton.api.MetritonException;
import io.metriton.api.Notice;
import io.metriton.api.Response;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.json.ResponseFields;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an answer means: its status, its body, and what both say together. Immutable. */
public final class ResponseHandler {
    private static final int NOT_FOUND = 404;

    /** With a page as the body these come from a portal or a filter, as does a page with 2xx. */
    private static final Set<Integer> FOREIGN_WITH_A_PAGE = Set.of(401, 403, 404, 405, 451);

    private final TransportResponse response;
    private final URI from;
    private final int maxBytes;
    private final Clock clock;
    private final ResponseBody body;

    public ResponseHandler(TransportResponse response, URI from, int maxBytes, Clock clock) {
        this(response, from, maxBytes, clock, ResponseBody.read(response, maxBytes));
    }

    private ResponseHandler(TransportResponse response, URI from, int maxBytes, Clock clock, ResponseBody body) {
        this.response = response;
        this.from = from;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.body = body;
    }

    /**
     * Of an answer that was not read to its end.
     *
     * @param why a {@link ResponseTooLargeException}, or what cut it off
     */
    static ResponseHandler ofBeginning(
            TransportResponse response, URI from, int maxBytes, Clock clock, IOException why) {
        return new ResponseHandler(
                response, from, maxBytes, clock, ResponseBody.readBeginning(response, maxBytes, why));
    }

    /** Whether the answer orders to stop, whatever its status. */
    public boolean ordersStop() {
        return body.ordersStop();
    }

    /** What the answer means for the report of an application. */
    public SendResult evaluate(AppIdentity identity) {
        Outcome outcome = outcome();
        if (outcome == Outcome.ACCEPTED) {
            Optional<ResponseFields> fields = body.fields();
            Optional<String> date = response.header("Date");
            return new SendResult(
                    outcome,
                    fields.isEmpty() ? Optional.empty() : Optional.of(response(fields.get(), identity)),
                    null,
                    date.isEmpty() ? Optional.empty() : HttpDate.parse(date.get(), clock.instant()));
        }
        return SendResult.failed(outcome, failure(outcome));
    }

    private Outcome outcome() {
        int status = response.status();
        if (isForeign(status)) {
            return Outcome.FOREIGN;
        }
        boolean unknown = body.fields().isEmpty() && body.malformed() == null;
        if (Statuses.isSuccess(status)) {
            return body.malformed() == null ? Outcome.ACCEPTED : Outcome.UNREADABLE;
        }
        return status == NOT_FOUND && unknown ? Outcome.ACCEPTED : Outcome.STATUS;
    }

    /** Whether somebody else answered in the endpoint's place. An answer with an order to stop is the endpoint's. */
    private boolean isForeign(int status) {
        boolean maybe = FOREIGN_WITH_A_PAGE.contains(status);
        return !body.ordersStop()
                && (Statuses.isNeverTheEndpoints(status)
                        || (body.html() && (Statuses.isSuccess(status) || maybe))
                        || (isCutOffAtOnce() && maybe));
    }

    /** Whose it is cannot be told. */
    private boolean isCutOffAtOnce() {
        return response.body().length == 0 && body.malformed() != null;
    }

    private MetritonException failure(Outcome outcome) {
        if (!Statuses.isSuccess(response.status())) {
            return ResponseErrors.refused(response, from, clock);
        }
        if (body.tooLarge() && outcome == Outcome.UNREADABLE) {
            return new ResponseTooLargeException(response.status(), maxBytes);
        }
        return ResponseErrors.malformed(response, from, body.malformed(), outcome == Outcome.UNREADABLE);
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

    private static String orElse(@Nullable String text, String substitute) {
        return text == null || text.isBlank() ? substitute : text;
    }
}
