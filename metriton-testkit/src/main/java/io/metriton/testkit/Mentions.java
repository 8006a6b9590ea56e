package io.metriton.testkit;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for a text everywhere in a request. */
final class Mentions {
    private final String text;

    private Mentions(String text) {
        this.text = comparable(text);
    }

    /** Where the text is; empty if it is nowhere. */
    static Optional<String> of(String text, ReceivedReport report) {
        Mentions mentions = new Mentions(text);
        // Also the decoded values: in JSON a path of Windows has its backslashes doubled.
        boolean told = mentions.in(report.json())
                || mentions.in(report.application())
                || mentions.in(report.version())
                || mentions.in(report.installId())
                || mentions.in(report.metadata());
        if (told) {
            return Optional.of("the body: " + report.json());
        }
        return report.headers().entrySet().stream()
                .filter(header -> mentions.in(header.getKey()) || mentions.in(header.getValue()))
                .findFirst()
                .map(header -> "the header " + header.getKey() + ": " + String.join(", ", header.getValue()));
    }

    private boolean in(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().anyMatch(entry -> in(entry.getKey()) || in(entry.getValue()));
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(this::in);
        }
        return comparable(String.valueOf(value)).contains(text);
    }

    /** File names of some systems have accents as characters of their own. */
    private static String comparable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
