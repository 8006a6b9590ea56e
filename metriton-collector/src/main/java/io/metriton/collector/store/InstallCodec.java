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
 * Writes under what an installation is counted in few bytes: what is the same in day, week and month only once.
 */
final class InstallCodec {

    private static final int PERIODS = 3;

    private InstallCodec() {}

    static byte[] encode(Install install) {
        Set<Said> distinct = new LinkedHashSet<>(install.last());
        distinct.addAll(install.first());
        List<Said> all = List.copyOf(distinct);
        ByteArrayOutputStream out = new ByteArrayOutputStream(32);
        Varints.write(out, all.size());
        all.forEach(said -> write(out, said));
        install.last().forEach(said -> Varints.write(out, all.indexOf(said)));
        install.first().forEach(said -> Varints.write(out, all.indexOf(said)));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Said said) {
        Varints.write(out, said.version());
        Varints.write(out, said.values().size());
        said.values().forEach((key, values) -> {
            Varints.write(out, key);
            Varints.write(out, values.length);
            for (int value : values) {
                Varints.write(out, value);
            }
        });
    }

    /** Reads what an installation is counted under, without keys that are gone: first its newest periods, then its first. */
    static Decoded decode(byte[] bytes, IntPredicate knownKey) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Said> all = new ArrayList<>();
        for (int count = Varints.readInt(in); count > 0; count--) {
            all.add(readSaid(in, knownKey));
        }
        return new Decoded(readPeriods(in, all), readPeriods(in, all));
    }

    record Decoded(List<Said> last, List<Said> first) {}

    private static List<Said> readPeriods(ByteBuffer in, List<Said> all) {
        List<Said> said = new ArrayList<>();
        while (said.size() < PERIODS && in.hasRemaining()) {
            said.add(all.get(Varints.readInt(in)));
        }
        return said;
    }

    private static Said readSaid(ByteBuffer in, IntPredicate knownKey) {
        int version = Varints.readInt(in);
        Map<Integer, int[]> values = new TreeMap<>();
        for (int count = Varints.readInt(in); count > 0; count--) {
            int key = Varints.readInt(in);
            int[] said = new int[Varints.readInt(in)];
            for (int i = 0; i < said.length; i++) {
                said[i] = Varints.readInt(in);
            }
            if (knownKey.test(key)) {
                values.put(key, said);
            }
        }
        return new Said(version, values);
    }
}
