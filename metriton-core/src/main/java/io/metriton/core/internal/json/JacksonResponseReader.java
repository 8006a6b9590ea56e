package io.metriton.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads any answer. Apart from {@link ResponseFields}, so that Jackson is loaded only when it is needed. Stateless. */
public final class JacksonResponseReader {
    /** Deep enough for any notice, shallow enough for whoever walks through one. */
    private static final int MAX_DEPTH = 1_000;

    /** Longer numbers are not turned into a BigInteger or BigDecimal, whose cost grows with the square of the length. */
    private static final int MAX_DIGITS = 1_000;

    /** Without Jackson's pool, which leaves buffers on the caller's thread, and with them this class loader. */
    public static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .build();

    private JacksonResponseReader() {}

    public static Optional<ResponseFields> read(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            Optional<ResponseFields> answer =
                    first == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(readAnswer(parser, first));
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON value");
            }
            return answer;
        } catch (JsonProcessingException e) {
            // Without the cause, whose message quotes the answer.
            JsonLocation location = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new IOException("no JSON at line " + location.getLineNr() + ", column " + location.getColumnNr());
        } catch (RuntimeException e) {
            // Such as a number out of any range. Whatever a server sends, it is its answer that is wrong.
            throw new IOException("the JSON cannot be read: " + e, e);
        }
    }

    private static ResponseFields readAnswer(JsonParser parser, @Nullable JsonToken first) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            throw new IOException("not a JSON object");
        }
        String application = null;
        String latestVersion = null;
        List<@Nullable Object> notices = List.of();
        boolean hardLimit = false;
        boolean disableScout = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("application") && value == JsonToken.VALUE_STRING) {
                application = parser.getText();
            } else if (field.equals("latest_version") && value == JsonToken.VALUE_STRING) {
                latestVersion = parser.getText();
            } else if (field.equals("notices") && value == JsonToken.START_ARRAY) {
                notices = readArray(parser);
            } else if (field.equals("hard_limit") && value.isBoolean()) {
                hardLimit = value == JsonToken.VALUE_TRUE;
            } else if (field.equals("disable_scout") && value.isBoolean()) {
                disableScout = value == JsonToken.VALUE_TRUE;
            } else {
                parser.skipChildren();
            }
        }
        return new ResponseFields(application, latestVersion, notices, hardLimit, disableScout);
    }

    /** Where the values of one container go; the name is null in arrays. */
    private interface Sink {
        void add(@Nullable String name, @Nullable Object value);
    }

    /** The rest of an array; without recursion, as an answer may be nested deeper than the stack of its reader. */
    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        Deque<Sink> open = new ArrayDeque<>();
        open.push((name, value) -> values.add(value));
        while (!open.isEmpty()) {
            JsonToken token = parser.nextToken();
            switch (token) {
                case FIELD_NAME -> {} // Its value comes next.
                case END_ARRAY, END_OBJECT -> open.pop();
                case START_ARRAY -> {
                    List<@Nullable Object> array = new ArrayList<>();
                    open.element().add(parser.currentName(), Collections.unmodifiableList(array));
                    open.push((name, value) -> array.add(value));
                }
                case START_OBJECT -> {
                    Map<String, @Nullable Object> object = new LinkedHashMap<>();
                    open.element().add(parser.currentName(), Collections.unmodifiableMap(object));
                    open.push((name, value) -> object.put(String.valueOf(name), value));
                }
                default -> open.element().add(parser.currentName(), readScalar(parser, token));
            }
        }
        return Collections.unmodifiableList(values);
    }

    private static @Nullable Object readScalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }

    /** Integers whole, others as Double where it can hold them; what has too many digits as Double in any case. */
    private static Number readNumber(JsonParser parser) throws IOException {
        boolean tooLong = parser.getTextLength() > MAX_DIGITS;
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && !tooLong) {
            return parser.getNumberValue();
        }
        double number = Double.parseDouble(parser.getText());
        return tooLong || Double.isFinite(number) ? number : (Number) parser.getDecimalValue();
    }
}
