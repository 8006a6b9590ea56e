package io.metriton.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Answers as a recorded case says; the last answer is repeated. */
final class RecordedAnswers implements ScriptedServer.Script {
    private final JsonNode answers;

    RecordedAnswers(JsonNode answers) {
        this.answers = answers;
    }

    @Override
    public void answer(int index, ReceivedRequest request, Socket socket) throws IOException, InterruptedException {
        JsonNode recorded = answers.get(Math.min(index, answers.size() - 1));
        JsonNode answer = Json.parse(RecordedCase.localized(recorded.toString(), "", socket.getLocalPort()));
        switch (answer.path("action").asText()) {
            case "fin" -> socket.close();
            case "hang" -> {
                Thread.sleep(answer.get("hang_ms").asInt());
                socket.close();
            }
            default -> reply(answer, socket);
        }
    }

    private static void reply(JsonNode answer, Socket socket) throws IOException, InterruptedException {
        Thread.sleep(answer.path("delay_ms").asInt());
        ScriptedServer.write(socket, latin1(answer.path("interim").asText()));
        if (answer.has("raw")) {
            ScriptedServer.write(socket, latin1(answer.get("raw").textValue()));
        } else if (answer.has("raw_header_kib")) {
            String filler = "x".repeat(answer.get("raw_header_kib").asInt() * 1024);
            ScriptedServer.write(
                    socket, latin1("HTTP/1.1 200 OK\r\nX-Big: " + filler + "\r\nContent-Length: 0\r\n\r\n"));
        } else {
            byte[] body = framed(answer, encoded(answer, body(answer)));
            ScriptedServer.write(socket, latin1(head(answer, encoded(answer, body(answer)).length)));
            Thread.sleep(answer.path("body_delay_ms").asInt());
            send(answer, body, socket);
        }
        boolean close = answer.path("framing").asText().matches("close|none")
                || answer.path("end").asText().equals("fin");
        if (answer.path("end").asText().equals("rst")) {
            ScriptedServer.reset(socket);
        } else if (close) {
            socket.close();
        }
    }

    private static String head(JsonNode answer, int length) {
        StringBuilder head = new StringBuilder(answer.path("http_version").asText("HTTP/1.1"));
        head.append(' ').append(answer.get("status").asInt()).append(" Recorded\r\n");
        if (answer.has("headers")) {
            answer.get("headers")
                    .forEach(header -> head.append(header.get(0).textValue())
                            .append(": ")
                            .append(header.get(1).textValue())
                            .append("\r\n"));
        } else {
            head.append("Content-Type: application/json\r\n");
        }
        if (answer.path("encoding").asText().length() > 0
                && !answer.path("encoding_silent").asBoolean()) {
            head.append("Content-Encoding: ")
                    .append(answer.get("encoding").textValue().replace("_corrupt", ""))
                    .append("\r\n");
        }
        switch (answer.path("framing").asText("length")) {
            case "chunked" -> head.append("Transfer-Encoding: chunked\r\n");
            case "close", "none" -> head.append("Connection: close\r\n");
            default -> {
                if (answer.get("status").asInt() != 204 && answer.get("status").asInt() != 304) {
                    head.append("Content-Length: ")
                            .append(answer.path("content_length").asInt(length))
                            .append("\r\n");
                }
            }
        }
        return head.append("\r\n").toString();
    }

    private static byte[] body(JsonNode answer) {
        if (answer.has("body_b64")) {
            return Base64.getDecoder().decode(answer.get("body_b64").textValue());
        }
        if (answer.has("body_gen")) {
            JsonNode parts = answer.get("body_gen");
            String body = parts.path("prefix").asText()
                    + parts.get("unit").textValue().repeat(parts.get("count").asInt())
                    + parts.path("suffix").asText();
            return body.getBytes(StandardCharsets.UTF_8);
        }
        return answer.path("body").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encoded(JsonNode answer, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            switch (answer.path("encoding").asText()) {
                case "gzip", "gzip_corrupt" -> {
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(body);
                    }
                }
                case "deflate" -> {
                    try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
                        deflate.write(body);
                    }
                }
                default -> out.write(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = out.toByteArray();
        if (answer.path("encoding").asText().equals("gzip_corrupt")) {
            bytes[bytes.length - 6] ^= 0x55;
        }
        return bytes;
    }

    private static byte[] framed(JsonNode answer, byte[] body) {
        if (!answer.path("framing").asText().equals("chunked")) {
            return body;
        }
        int size = answer.path("chunk_size").asInt(16);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int start = 0; start < body.length; start += size) {
            byte[] chunk = Arrays.copyOfRange(body, start, Math.min(body.length, start + size));
            chunks.writeBytes(latin1(Integer.toHexString(chunk.length) + "\r\n"));
            chunks.writeBytes(chunk);
            chunks.writeBytes(latin1("\r\n"));
        }
        chunks.writeBytes(latin1("0\r\n\r\n"));
        return chunks.toByteArray();
    }

    private static void send(JsonNode answer, byte[] body, Socket socket) throws IOException, InterruptedException {
        if (answer.has("endless")) {
            byte[] unit = "x"
                    .repeat(answer.get("endless").get("unit_kib").asInt() * 1024)
                    .getBytes(StandardCharsets.UTF_8);
            while (!socket.isClosed()) { // The client's end of the connection ends this by an exception.
                ScriptedServer.write(socket, unit);
                Thread.sleep(answer.get("endless").get("interval_ms").asInt());
            }
        }
        int length = answer.path("send_only").asInt(body.length);
        int step = answer.has("drip") ? answer.get("drip").get("chunk").asInt() : Math.max(1, length);
        for (int start = 0; start < length; start += step) {
            ScriptedServer.write(socket, Arrays.copyOfRange(body, start, Math.min(length, start + step)));
            if (answer.has("drip")) {
                Thread.sleep(answer.get("drip").get("interval_ms").asInt());
            }
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
