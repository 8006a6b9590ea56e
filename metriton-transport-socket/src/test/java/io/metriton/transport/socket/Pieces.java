package io.metriton.transport.socket;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** An answer that comes in pieces, as over a network: so many bytes with each read, but never across a border. */
final class Pieces extends ByteArrayInputStream {
    private final int size;
    private final int border;

    private Pieces(String text, int size, int border) {
        super(text.getBytes(StandardCharsets.ISO_8859_1));
        this.size = size;
        this.border = border;
    }

    static Pieces whole(String text) {
        return new Pieces(text, Integer.MAX_VALUE, 0);
    }

    static Pieces ofOneByte(String text) {
        return new Pieces(text, 1, 0);
    }

    static Pieces two(String text, int border) {
        return new Pieces(text, Integer.MAX_VALUE, border);
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        int most = Math.min(size, length);
        return super.read(target, offset, pos < border ? Math.min(most, border - pos) : most);
    }

    /** Nothing that would not block, so that nobody reads on. */
    @Override
    public synchronized int available() {
        return 0;
    }
}
