package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * Puts a {@link TransportResponse} together and stops as soon as an answer is more than a {@link io.metriton.api.Transport} may
 * take: more body than the request allows, or more than 1,000 header fields.
 *
 * <p>For transports. Filled by one thread; others may call {@link #build} meanwhile. One for each answer.
 */
public final class BoundedResponse {
    private static final int MAX_HEADERS = 1_000;
    private static final int FIRST_ROOM = 512;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final Object lock = new Object();
    private final int status;
    private final int maxBytes;
    private final TransportResponse.Builder response;
    private byte[] body = new byte[0];
    private int size;
    private int fields;

    /**
     * Starts an answer.
     *
     * @param status of the answer
     * @param maxBytes of the body, {@link TransportRequest#maxResponseBytes()}
     */
    public BoundedResponse(int status, int maxBytes) {
        this.status = status;
        this.response = TransportResponse.builder().status(status);
        this.maxBytes = Math.min(maxBytes, MAX_ARRAY - 1);
    }

    /**
     * Adds a header field.
     *
     * @param name as the answer has it
     * @param value as the answer has it
     * @throws IOException if it is one too many
     */
    public void header(String name, String value) throws IOException {
        synchronized (lock) {
            if (++fields > MAX_HEADERS) {
                throw new IOException("the answer has more than " + MAX_HEADERS + " header fields");
            }
            response.header(name, value);
        }
    }

    /**
     * Adds a part of the body.
     *
     * @param bytes hold the part; copied
     * @param offset where it begins
     * @param count how long it is
     * @throws ResponseTooLargeException if the body gets longer than allowed
     */
    public void write(byte[] bytes, int offset, int count) throws ResponseTooLargeException {
        synchronized (lock) {
            int kept = Math.min(count, maxBytes - size);
            ensureRoom(kept);
            System.arraycopy(bytes, offset, body, size, kept);
            size += kept;
            checkLimit(count - kept);
        }
    }

    /**
     * Reads the body to its end. Blocks; does not close the stream.
     *
     * @param in gives the body alone
     * @throws ResponseTooLargeException if the body is longer than allowed; not much more is read then
     * @throws IncompleteResponseException if the stream throws; that is the cause
     */
    public void readFrom(InputStream in) throws IOException {
        requireNonNull(in, "in");
        for (int count = readSome(in, Integer.MAX_VALUE); count >= 0; count = readSome(in, Integer.MAX_VALUE)) {
            took(count);
        }
    }

    /**
     * Reads a part of the body whose length is known. Blocks; does not close the stream.
     *
     * @param in gives the body, and perhaps more
     * @param length of the part; if it makes the body longer than allowed, as much is read as is allowed
     * @throws ResponseTooLargeException if it does
     * @throws IncompleteResponseException if the stream throws, or ends before, or if the length is negative
     */
    public void readFrom(InputStream in, long length) throws IOException {
        requireNonNull(in, "in");
        if (length < 0) {
            throw failed(new IOException("the answer has a negative length"));
        }
        for (long left = length; left > 0; ) {
            if (size == maxBytes) {
                throw tooLarge();
            }
            int count = readSome(in, Math.min(left, maxBytes - size));
            if (count < 0) {
                throw failed(
                        new EOFException("the answer ended after " + size + " bytes: " + left + " more were to come"));
            }
            took(count);
            left -= count;
        }
    }

    /** Into the room behind what is there, where nobody else looks yet. */
    private int readSome(InputStream in, long most) throws IOException {
        ensureRoom(1);
        try {
            return in.read(body, size, (int) Math.min(body.length - size, most));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void took(int count) throws ResponseTooLargeException {
        synchronized (lock) {
            int kept = Math.min(count, maxBytes - size);
            size += kept;
            checkLimit(count - kept);
        }
    }

    /**
     * What to throw for a failure in reading the body: the status was there, so it is known what became of the report.
     *
     * @param failure what was thrown
     * @return an {@link IncompleteResponseException} with what was added so far, or a {@link SocketTimeoutException} with that
     *     cause, as it says that the time is over; the failure itself if it is one of these already, or a
     *     {@link ResponseTooLargeException}
     */
    public IOException failed(IOException failure) {
        if (failure instanceof IncompleteResponseException
                || failure.getCause() instanceof IncompleteResponseException
                || failure instanceof ResponseTooLargeException) {
            return failure;
        }
        IOException cutOff = new IncompleteResponseException(build(), failure);
        return failure instanceof SocketTimeoutException
                ? (IOException) new SocketTimeoutException(failure.getMessage()).initCause(cutOff)
                : cutOff;
    }

    /** What is announced need not come: so room is made as it does, up to the byte that is one too many. */
    private void ensureRoom(int count) {
        synchronized (lock) {
            if (count > body.length - size) {
                long wanted = Math.max(FIRST_ROOM, Math.max((long) size + count, 2L * size));
                body = Arrays.copyOf(body, (int) Math.min(wanted, maxBytes + 1));
            }
        }
    }

    private void checkLimit(long count) throws ResponseTooLargeException {
        if (count > maxBytes - size) {
            throw tooLarge();
        }
    }

    private ResponseTooLargeException tooLarge() {
        return new ResponseTooLargeException(status, maxBytes, build());
    }

    /**
     * Makes the answer.
     *
     * @return with what was added so far
     */
    public TransportResponse build() {
        synchronized (lock) {
            return response.body(size == body.length ? body : Arrays.copyOf(body, size))
                    .build();
        }
    }
}
