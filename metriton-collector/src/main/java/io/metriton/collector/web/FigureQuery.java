package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Per;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.FigureReader;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What figures a request asks for, read from its parameters; 400 if they are none. */
final class FigureQuery {

    private static final int MOST_PERIODS = 1000;
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Map<Per, Integer> DAYS_BY_DEFAULT =
            Map.of(Per.DAY, 29, Per.SEVEN_DAYS, 29, Per.TWENTY_EIGHT_DAYS, 29, Per.WEEK, 7 * 11, Per.MONTH, 335);

    private final Context ctx;
    private final Application application;
    private final int today;

    private FigureQuery(Context ctx, Application application, int today) {
        this.ctx = ctx;
        this.application = application;
        this.today = today;
    }

    /** Javalin leaves out what it cannot decode, and other figures than those asked for would be the answer. */
    static FigureQuery of(Context ctx, Application application, int today) {
        String query = Optional.ofNullable(ctx.queryString()).orElse("");
        if (BROKEN.matcher(query).find()) {
            throw new HttpProblem(400, "each percent sign of the query must be followed by two hexadecimal digits");
        }
        if (!query.isEmpty() && !MediaType.isUnderstood(ctx)) {
            throw new HttpProblem(400, "Content-Type, which this request need not have, names an unknown charset");
        }
        return new FigureQuery(ctx, application, today);
    }

    private Optional<String> parameter(String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isEmpty());
    }

    Per per() {
        return Per.of(parameter("per").orElse("day"))
                .orElseThrow(() -> new HttpProblem(400, "per must be day, week, month, 7days or 28days"));
    }

    Channel channel() {
        return Channel.of(parameter("channel").orElse("production"))
                .orElseThrow(() -> new HttpProblem(400, "channel must be production, beta or development"));
    }

    private int day(String name, int otherwise) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return Days.of(text.get()).orElseThrow(() -> new HttpProblem(400, name + " must be a day such as 2026-11-25"));
    }

    /** The periods of a request, windows among them only where they make sense. */
    FigureReader.Range range(boolean windows) {
        if (per().isRolling() && !windows) {
            throw new HttpProblem(400, "per must be day, week or month here");
        }
        return range(per());
    }

    /** The weeks of a request, whatever else it asks for. */
    FigureReader.Range weeks() {
        return range(Per.WEEK);
    }

    private FigureReader.Range range(Per per) {
        int to = day("to", today);
        int from = day("from", Math.min(to, today) - DAYS_BY_DEFAULT.getOrDefault(per, 29));
        if (from > to) {
            throw new HttpProblem(400, "from must not be after to");
        }
        FigureReader.Range range = new FigureReader.Range(per, from, to, today);
        if (range.size() > MOST_PERIODS) {
            throw new HttpProblem(400, "at most " + MOST_PERIODS + " periods can be asked for at once");
        }
        return range;
    }

    /** The key by which figures are divided; none if the request names none. */
    OptionalInt by() {
        Optional<String> by = parameter("by");
        if (by.isEmpty()) {
            return OptionalInt.empty();
        }
        if (per().isRolling()) {
            throw new HttpProblem(400, "windows of the last days are not divided: leave out by, or ask per day");
        }
        if (by.get().equals("version")) {
            return OptionalInt.of(Dimension.VERSION);
        }
        DeclaredKey key = declared(by.get());
        if (key.type() == MetadataType.COUNTS) {
            throw new HttpProblem(400, "by must be version, or a key that is not of type counts");
        }
        return OptionalInt.of(key.id());
    }

    /** Whether an installation counts under each of several values. */
    boolean isPartial() {
        return parameter("by")
                .map(application.keys()::get)
                .filter(key -> key.type() == MetadataType.SET)
                .isPresent();
    }

    /** The key of type counts that a request names. */
    int counts() {
        DeclaredKey key = declared(parameter("key").orElse(""));
        if (key.type() != MetadataType.COUNTS) {
            throw new HttpProblem(400, "key must be of type counts");
        }
        return key.id();
    }

    private DeclaredKey declared(String name) {
        return Optional.ofNullable(application.keys().get(name))
                .orElseThrow(() -> new HttpProblem(400, "the application declares no such key"));
    }
}
