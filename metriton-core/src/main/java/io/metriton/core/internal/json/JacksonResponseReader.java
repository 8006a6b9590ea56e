package io.metriton.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads any answer. Separate from {@link ResponseFields}, so that Jackson is loaded only when it is needed. It uses what
 * jackson-core has had since 2.9, and newer things where they are there: hosts choose the version. Stateless.
 *
 * <p>What it needs is tried when this class is initialised. If something is missing, each use of it throws a LinkageError.
 */
public final class JacksonResponseReader {
    /** Longer numbers are not turned into a BigInteger or BigDecimal, whose cost grows with the square of the length. */
    private static final int MAX_DIGITS = 1_000;

    private static final String SAMPLE = "{\"notices\":[\"\\n\",-1,0.5,1e400,true,null,{\"a\":[]}],\"b\":{\"c\":[1]}}";

    /** Without Jackson's pool, which leaves buffers on the caller's thread, and with them this class loader. */
    static final JsonFactory JSON = factory();

    static {
        try {
            read(SAMPLE); // A method that is missing shows here, and not in the middle of an answer.
        } catch (IOException e) {
            throw new LinkageError("jackson-core cannot read a JSON text", e);
        }
    }

    private JacksonResponseReader() {}

    @SuppressWarnings("deprecation") // The replacement of "configure" is there from 2.10 on.
    private static JsonFactory factory() {
        return withoutLimits()
                .configure(JsonFactory.Feature.USE_THREAD_LOCAL_FOR_BUFFER_RECYCLING, false)
                .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false);
    }

    private static JsonFactory withoutLimits() {
        try {
            return JacksonConstraints.unlimited();
        } catch (LinkageError e) {
            JsonFactory older = new JsonFactory();
            try {
                JacksonConstraints.lift(older);
            } catch (LinkageError f) {
                // Older than 2.15: there are no limits.
            }
            return older;
        }
    }

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
            // Such as a number out of any range. Whatever a server sends, the answer is wrong, not the caller.
            throw new IOException("the JSON cannot be read: " + e, e);
        }
    }

    private static ResponseFields readAnswer(JsonParser parser, @Nullable JsonToken first) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            throw new IOException("not a JSON object");
        }
        ResponseFields.Builder fields = new ResponseFields.Builder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.getText();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_ARRAY && ResponseFields.Builder.wants(name)) {
                fields.member(name, readArray(parser));
            } else if (value.isStructStart()) {
                parser.skipChildren();
            } else if (!value.isNumeric()) { // No field is a number, and to read a long one is not free.
                fields.member(name, readScalar(parser, value));
            }
        }
        return fields.build();
    }

    /** Where the values of one container go; the name is null in arrays. */
    private interface Sink {
        void add(@Nullable String name, @Nullable Object value);
    }

    /** The rest of an array; without recursion, as an answer may be nested deeper than the stack of its reader. */
    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        Deque<Sink> open = new ArrayDeque<>();
        open.push((ignored, value) -> values.add(value));
        String name = null;
        while (!open.isEmpty()) {
            JsonToken token = parser.nextToken();
            switch (token) {
                case FIELD_NAME -> name = parser.getText();
                case END_ARRAY, END_OBJECT -> open.pop();
                case START_ARRAY -> {
                    List<@Nullable Object> array = new ArrayList<>();
                    open.element().add(name, Collections.unmodifiableList(array));
                    open.push((ignored, value) -> array.add(value));
                }
                case START_OBJECT -> {
                    Map<String, @Nullable Object> object = new LinkedHashMap<>();
                    open.element().add(name, Collections.unmodifiableMap(object));
                    open.push((key, value) -> object.put(String.valueOf(key), value));
                }
                default -> open.element().add(name, readScalar(parser, token));
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
        String text = parser.getText();
        double number = Double.parseDouble(text);
        if (tooLong || Double.isFinite(number)) {
            return number;
        }
        try {
            return new BigDecimal(text);
        } catch (IllegalArgumentException e) {
            return number; // Its exponent is out of any range.
        }
    }
}
