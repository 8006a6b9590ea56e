package io.metriton.transport.urlconnection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Status and header fields of an answer. Filled by one thread. */
final class AnswerHead {
    private static final int MAX_FIELDS = 1_000;

    private final int status;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    AnswerHead(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether the answer proper is still to come (RFC 9110, section 15.2); after 101 comes something that is not HTTP. */
    boolean isInterim() {
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
    void add(String line) throws IOException {
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
