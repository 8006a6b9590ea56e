package io.metriton.testkit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about one report. Not thread-safe. */
public final class ReceivedReportAssert extends AbstractAssert<ReceivedReportAssert, ReceivedReport> {

    /**
     * Assertions about a report.
     *
     * @param actual what arrived
     */
    public ReceivedReportAssert(@Nullable ReceivedReport actual) {
        super(actual, ReceivedReportAssert.class);
    }

    /**
     * Compares the name of the application.
     *
     * @param application exactly
     * @return this
     */
    public ReceivedReportAssert hasApplication(String application) {
        isNotNull();
        return has("application", application, actual.application());
    }

    /**
     * Compares the version of the application.
     *
     * @param version exactly
     * @return this
     */
    public ReceivedReportAssert hasVersion(String version) {
        isNotNull();
        return has("version", version, actual.version());
    }

    /**
     * Compares the install ID.
     *
     * @param installId exactly
     * @return this
     */
    public ReceivedReportAssert hasInstallId(String installId) {
        isNotNull();
        return has("install ID", installId, actual.installId());
    }

    /**
     * Compares one entry of the metadata.
     *
     * @param key of the metadata
     * @param value a JSON value; numbers are equal if they are the same number
     * @return this
     */
    public ReceivedReportAssert hasMetadata(String key, @Nullable Object value) {
        isNotNull();
        if (!actual.metadata().containsKey(key)) {
            throw failure("%s", "expected metadata " + JsonValues.shown(key) + ", but received: " + actual);
        }
        return JsonValues.hasEntry(actual.metadata(), key, value)
                ? this
                : has(
                        "metadata " + JsonValues.shown(key),
                        value,
                        actual.metadata().get(key));
    }

    /**
     * Compares all keys of the metadata, also those that the SDK or an install-ID provider adds, as {@code new_install}.
     *
     * @param keys in any order; none if there is no metadata
     * @return this
     */
    public ReceivedReportAssert hasOnlyMetadataKeys(String... keys) {
        isNotNull();
        Set<String> missing = new TreeSet<>(List.of(keys));
        missing.removeAll(actual.metadata().keySet());
        Set<String> unwanted = new TreeSet<>(actual.metadata().keySet());
        unwanted.removeAll(List.of(keys));
        if (!missing.isEmpty() || !unwanted.isEmpty()) {
            throw failure(
                    "%s",
                    "expected only the metadata " + List.of(keys) + ", but missing " + missing + " and not expected "
                            + unwanted + ": " + actual);
        }
        return this;
    }

    /**
     * Looks for something private everywhere in the request: in the JSON as it came over the wire, in the texts and keys
     * that it stands for, and in the headers. Upper and lower case do not matter. What was hashed, encrypted or cut in
     * pieces is not found.
     *
     * @param text as a user's name, a path, a token
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public ReceivedReportAssert doesNotMention(String text) {
        isNotNull();
        if (text.isBlank()) {
            throw new IllegalArgumentException("every report mentions blanks: name what must not be told");
        }
        Optional<String> place = Mentions.of(text, actual);
        if (place.isPresent()) {
            throw failure("%s", "expected no mention of " + JsonValues.shown(text) + ", but it is in " + place.get());
        }
        return this;
    }

    private ReceivedReportAssert has(String what, @Nullable Object expected, @Nullable Object found) {
        if (JsonValues.same(expected, found)) {
            return this;
        }
        throw failure(
                "%s",
                "expected " + what + " " + JsonValues.shown(expected) + ", but it is " + JsonValues.shown(found)
                        + " in: " + actual);
    }
}
