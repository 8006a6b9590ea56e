package io.metriton.collector.applications;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads and writes JSON, in one way everywhere. Thread-safe. */
public final class Json {

    /** How deep objects and arrays may be nested. */
    private static final int DEEPEST = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(1000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final DefaultPrettyPrinter LINES = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);

    private Json() {}

    /**
     * Reads a document.
     *
     * @param bytes in UTF-8
     * @return its value
     * @throws IOException if it is no JSON, nested too deeply, or holds a number beyond all bounds; the message may hold
     *     parts of it
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        try {
            return MAPPER.readTree(bytes);
        } catch (RuntimeException e) {
            // BigDecimal refuses some exponents, with the number in its message: that is for no log.
            throw new IOException("a value cannot be read: " + e.getClass().getName());
        }
    }

    /**
     * Finds a text in a document that may be broken, at least behind it.
     *
     * @param bytes in UTF-8
     * @param field of the outermost object
     * @return empty if it is not found, or is no text
     */
    public static Optional<String> text(byte[] bytes, String field) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(field);
                JsonToken value = parser.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            // Nothing was found before the document broke off.
            return Optional.empty();
        }
    }

    /**
     * Writes a document.
     *
     * @param value a node, or an object of maps, lists and simple values
     * @return on one line
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON", e);
        }
    }

    /**
     * Writes a document that may be large.
     *
     * @param value as for {@link #write}
     * @return on one line, in UTF-8
     */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON", e);
        }
    }

    /**
     * Writes a document for people.
     *
     * @param value a node
     * @return on many lines
     */
    public static String pretty(JsonNode value) {
        try {
            return MAPPER.writer(LINES).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param text a document
     * @return its value
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored settings are no JSON", e);
        }
    }
}
