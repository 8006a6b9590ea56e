package io.metriton.collector.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Numbers in few bytes: seven bits in each, the lowest first, and a bit that says that more follow. */
final class Varints {

    private Varints() {}

    static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) rest | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static long read(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    static int readInt(ByteBuffer in) {
        return (int) read(in);
    }
}
