package io.metriton.transport.urlconnection;

import java.io.IOException;

/** Reads the head of an answer (RFC 9112, sections 4 and 5). */
final class HeadReader {
    private static final int MAX_BYTES = 64 << 10;
    private static final int STATUS_END = "HTTP/1.1 200".length();

    private HeadReader() {}

    /**
     * The head of the answer proper: interim ones before it, which may come in any number, are passed over.
     *
     * @param peer who answers, for the message if nobody does
     */
    static AnswerHead read(Lines lines, String peer) throws IOException {
        AnswerHead head = readOne(lines, peer);
        while (head.isInterim()) {
            head = readOne(lines, peer);
        }
        return head;
    }

    private static AnswerHead readOne(Lines lines, String peer) throws IOException {
        lines.begin("the head of the answer", MAX_BYTES);
        String first = lines.next();
        if (first == null) {
            throw new IOException(peer + " closed the connection without an answer");
        }
        AnswerHead head = new AnswerHead(status(first));
        for (String line = lines.required(); !line.isEmpty(); line = lines.required()) {
            head.add(line);
        }
        return head;
    }

    /** Of {@code HTTP/1.1 200 OK}; of the reason, not even the space before it is always there. */
    private static int status(String line) throws IOException {
        boolean http = line.length() >= STATUS_END
                && (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
                && (line.length() == STATUS_END || line.charAt(STATUS_END) == ' ');
        int status = 0;
        for (int i = STATUS_END - 3; http && i < STATUS_END; i++) {
            int digit = line.charAt(i) - '0';
            http = digit >= 0 && digit <= 9;
            status = status * 10 + digit;
        }
        if (!http || status < 100) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        return status;
    }
}
