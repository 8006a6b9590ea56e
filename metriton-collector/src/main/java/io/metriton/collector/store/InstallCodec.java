package io.metriton.collector.store;

import io.metriton.collector.figures.Install;
import io.metriton.collector.figures.Said;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Writes under what an installation is counted in few bytes: numbers of seven bits a byte, and what is the same in day,
 * week and month only once.
 */
final class InstallCodec {

    private static final int PERIODS = 3;

    private InstallCodec() {}

    static byte[] encode(Install install) {
        Set<Said> distinct = new LinkedHashSet<>(install.last());
        distinct.addAll(install.first());
        List<Said> all = List.copyOf(distinct);
        ByteArrayOutputStream out = new ByteArrayOutputStream(32);
        write(out, all.size());
        all.forEach(said -> write(out, said));
        install.last().forEach(said -> write(out, all.indexOf(said)));
        install.first().forEach(said -> write(out, all.indexOf(said)));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Said said) {
        write(out, said.version());
        write(out, said.values().size());
        said.values().forEach((key, values) -> {
            write(out, key);
            write(out, values.length);
            for (int value : values) {
                write(out, value);
            }
        });
    }

    private static void write(ByteArrayOutputStream out, int number) {
        int rest = number;
        while (rest > 0x7F) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** What stays under what an installation is counted; the first of them are those of its newest periods. */
    static Decoded decode(byte[] bytes, IntPredicate knownKey) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Said> all = new ArrayList<>();
        for (int count = read(in); count > 0; count--) {
            all.add(readSaid(in, knownKey));
        }
        return new Decoded(readPeriods(in, all), readPeriods(in, all));
    }

    record Decoded(List<Said> last, List<Said> first) {}

    private static List<Said> readPeriods(ByteBuffer in, List<Said> all) {
        List<Said> said = new ArrayList<>();
        while (said.size() < PERIODS && in.hasRemaining()) {
            said.add(all.get(read(in)));
        }
        return said;
    }

    private static Said readSaid(ByteBuffer in, IntPredicate knownKey) {
        int version = read(in);
        Map<Integer, int[]> values = new TreeMap<>();
        for (int count = read(in); count > 0; count--) {
            int key = read(in);
            int[] said = new int[read(in)];
            for (int i = 0; i < said.length; i++) {
                said[i] = read(in);
            }
            if (knownKey.test(key)) {
                values.put(key, said);
            }
        }
        return new Said(version, values);
    }

    private static int read(ByteBuffer in) {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
