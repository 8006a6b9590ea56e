package io.metriton.transport.socket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Status and header fields of an answer (RFC 9112, sections 4 and 5). Filled by one thread. */
final class AnswerHead {
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_BYTES = 64 << 10;
    /** A few are normal (100, 102, 103); a flood of them would cost a core until the deadline. */
    private static final int MAX_INTERIM = 100;

    private static final int STATUS_END = "HTTP/1.1 200".length();

    private final int status;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    private AnswerHead(int status) {
        this.status = status;
    }

    /**
     * The head of the answer proper: up to 100 interim ones before it are passed over.
     *
     * @param peer who answers, for the message if nobody does
     */
    static AnswerHead read(Lines lines, String peer) throws IOException {
        AnswerHead head = readOne(lines, peer);
        for (int interim = 1; head.isInterim(); interim++) {
            if (interim > MAX_INTERIM) {
                throw new IOException(peer + " sent more than " + MAX_INTERIM + " interim answers");
            }
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

    int status() {
        return status;
    }

    /** Whether the answer proper is still to come (RFC 9110, section 15.2); after 101 comes something that is not HTTP. */
    private boolean isInterim() {
        return status < 200 && status != 101;
    }

    /** Whether there is no body, whatever the fields say (RFC 9112, section 6.3). */
    boolean isWithoutBody() {
        return status < 200 || status == 204 || status == 304;
    }

    int size() {
        return names.size();
    }

    String name(int index) {
        return names.get(index);
    }

    String value(int index) {
        return values.get(index);
    }

    /** The values of a field, in order. */
    List<String> values(String name) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    /** Adds a line: a field, or the folded rest of the one before (RFC 9112, section 5.2). */
    private void add(String line) throws IOException {
        int last = names.size() - 1;
        boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        if (folded && last >= 0) {
            values.set(last, (values.get(last) + ' ' + line.trim()).trim());
            return;
        }
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(0, colon)).trim();
        if (folded || name.isEmpty()) {
            throw new IOException("the answer has a line in its head that is no header field");
        }
        if (names.size() == MAX_FIELDS) {
            throw new IOException("the answer has more than " + MAX_FIELDS + " header fields");
        }
        names.add(name);
        values.add(line.substring(colon + 1).trim());
    }
}
