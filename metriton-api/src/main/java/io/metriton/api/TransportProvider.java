package io.metriton.api;

/**
 * Makes {@link Transport}s; found by {@link java.util.ServiceLoader}. An implementation is a public class with a public
 * constructor without parameters that does next to nothing: it is instantiated only to be compared with others.
 *
 * <p>Among several, the one with the highest {@link #priority()} is used. Those of this SDK have negative priorities,
 * so a third party's with the default of 0 wins. Thread-safe: reporters that are built at the same time may share one.
 */
public interface TransportProvider {

    /**
     * The name by which users choose this transport, for example in {@code METRITON_TRANSPORT}.
     *
     * @return short, lower case, never blank
     */
    String name();

    /**
     * How much this transport wants to be chosen.
     *
     * @return 0 by default
     */
    default int priority() {
        return 0;
    }

    /**
     * Makes a transport; must not touch network or disk, nor make the client itself: that is for the first
     * {@link Transport#send}.
     *
     * @param config how to connect
     * @return a new transport, which the caller closes
     * @throws IncompatibleLibraryException if a library that it needs is missing or too old: in discovery the next transport
     *     is taken
     */
    Transport create(TransportConfig config);
}
