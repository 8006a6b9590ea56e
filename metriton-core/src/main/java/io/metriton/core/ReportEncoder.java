package io.metriton.core;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.metriton.api.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a report as the JSON object that goes over the wire. Stateless. */
final class ReportEncoder {
    /** Without Jackson's pool, which leaves buffers on the caller's thread, and with them this class loader. */
    static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private ReportEncoder() {}

    /**
     * The UTF-8 bytes of a report.
     *
     * @throws IllegalArgumentException if its metadata holds something that is no JSON value; the message names the
     *     path of keys that leads there
     */
    static byte[] encode(Report report) {
        ByteArrayOutputStream bytes = new BoundedBuffer();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("application", MetadataWriter.wellFormed(report.application()));
            json.writeStringField("install_id", MetadataWriter.wellFormed(report.installId()));
            json.writeStringField("version", MetadataWriter.wellFormed(report.version()));
            json.writeFieldName("metadata");
            new MetadataWriter(json).write(report.metadata());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Looks whether metadata can be sent.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    static void checkMetadata(Map<String, ? extends @Nullable Object> metadata) {
        try (JsonGenerator json = JSON.createGenerator(new BoundedBuffer(), JsonEncoding.UTF8)) {
            new MetadataWriter(json).write(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Keeps an endless iterable, or shared values that unfold to a tree without end, from filling the host's memory. */
    private static final class BoundedBuffer extends ByteArrayOutputStream {
        private static final int MAX_BYTES = 8 << 20;

        BoundedBuffer() {
            super(512);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (length > MAX_BYTES - count) {
                throw new IllegalArgumentException(
                        "the report is larger than " + MAX_BYTES + " bytes: report less metadata");
            }
            super.write(bytes, offset, length);
        }
    }
}
