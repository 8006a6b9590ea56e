package io.metriton.api;

import java.io.IOException;

/**
 * Carries one report to an endpoint and its answer back: <b>one blocking attempt, bytes in, bytes out.</b> Retry,
 * redirects, JSON and the meaning of a status are the caller's.
 *
 * <p>Whatever the client below, {@link #send} keeps these rules:
 *
 * <ul>
 *   <li>exactly one request on the wire: no retry, no redirect, no cookie, no cache;
 *   <li>method POST, the headers and the body as given: nothing added to {@code Content-Type}, no content decoding;
 *   <li>any status of the endpoint is a response; an {@link IOException} means that no complete answer came, an
 *       {@link IncompleteResponseException} that its status did. What a proxy
 *       answers instead of opening a tunnel is an IOException, since the endpoint was not reached;
 *   <li>a failure before the report left is thrown as such, if the client shows it: a {@link NotSentException}, or one of
 *       the exceptions that it names;
 *   <li>the timeout bounds the whole exchange, from name look-up to the last byte of the answer;
 *   <li>at most {@link TransportRequest#maxResponseBytes()} of the body are read;
 *   <li>an interrupt of the calling thread aborts at once;
 *   <li>the client itself is made by the first {@code send}, and every thread it needs is a daemon.
 * </ul>
 *
 * <p>Implementations are thread-safe. {@link io.metriton.api.support.ExchangeRunner} helps those whose client blocks without a
 * bound.
 */
@FunctionalInterface
public interface Transport extends AutoCloseable {

    /**
     * Sends a request and waits for the answer.
     *
     * @param request what to send, and within which bounds
     * @return the answer, whatever its status
     * @throws ResponseTooLargeException if the answer's body is larger than {@link TransportRequest#maxResponseBytes()}
     * @throws IncompleteResponseException if the answer was cut off within its body
     * @throws java.io.InterruptedIOException if the calling thread is interrupted, whose interrupt flag stays set, or
     *     (as {@link java.net.SocketTimeoutException}) if the timeout passes
     * @throws NotSentException if it is known that nothing of the report left
     * @throws IncompatibleLibraryException if a library that it needs is missing or too old: in discovery the next transport
     *     is taken
     * @throws IOException if no complete answer came, or if this transport is closed
     */
    TransportResponse send(TransportRequest request) throws IOException;

    /**
     * Aborts what is under way and frees every thread and connection. Idempotent, does not wait for the network. Does
     * nothing by default.
     */
    @Override
    default void close() {}
}
