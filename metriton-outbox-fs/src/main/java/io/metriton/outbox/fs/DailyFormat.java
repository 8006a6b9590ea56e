package io.metriton.outbox.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metriton.api.DailyDraft;
import io.metriton.outbox.fs.DailyState.Begun;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file of a daily store: a line for each fact, its parts separated by tabs. The last line holds the CRC of what
 * comes before it. In keys and names, a tab, a line break and a backslash are written as {@code \t}, {@code \n}, {@code \\}.
 *
 * <pre>{@code
 * metriton-daily 1
 * date    2026-11-25
 * count   commands  build  12
 * draft   5f0e…     1795600000000  1795600000100     its key, when it was begun, and taken
 * of      commands  test   3                         counted in the draft before
 * writer  1a2b3c4d  17
 * lasting 15                                          the newest state that survives a loss of power
 * crc32   0a1b2c3d
 * }</pre>
 */
final class DailyFormat {
    /** The largest that is read; the bounds of counts keep a file far below it. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /** Hardly any is larger. */
    static final int USUAL_BYTES = 64 * 1024;

    /** So much of a file says whether it may be one. */
    static final int HEAD_BYTES = 15;

    private static final String MAGIC = "metriton-daily ";
    private static final String VERSION = MAGIC + "1\n";
    private static final String CRC = "crc32\t";

    private DailyFormat() {}

    static byte[] encode(DailyState state) {
        StringBuilder text = new StringBuilder(VERSION);
        for (LocalDate each : state.dates()) {
            text.append("date\t").append(each).append('\n');
        }
        append(text, "count", state.counts());
        for (Begun each : state.begun()) {
            text.append("draft\t")
                    .append(escaped(each.draft().key()))
                    .append('\t')
                    .append(each.draft().created().toEpochMilli())
                    .append('\t')
                    .append(each.since())
                    .append('\n');
            append(text, "of", each.draft().counts());
        }
        for (Map.Entry<String, Long> each : state.writers().entrySet()) {
            text.append("writer\t")
                    .append(each.getKey())
                    .append('\t')
                    .append(each.getValue())
                    .append('\n');
        }
        text.append("lasting\t").append(state.lasting()).append('\n');
        String crc = ReportFormat.crc(text.toString().getBytes(UTF_8));
        return text.append(CRC).append(crc).append('\n').toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder text, String kind, Map<String, Map<String, Long>> counts) {
        for (Map.Entry<String, Map<String, Long>> key : counts.entrySet()) {
            for (Map.Entry<String, Long> each : key.getValue().entrySet()) {
                text.append(kind)
                        .append('\t')
                        .append(escaped(key.getKey()))
                        .append('\t')
                        .append(escaped(each.getKey()))
                        .append('\t')
                        .append(each.getValue())
                        .append('\n');
            }
        }
    }

    /** Whether it was written by another version of this SDK, which alone may say whether it is damaged. */
    static boolean isOfAnotherVersion(byte[] content) {
        if (!mayBe(content)) {
            return false;
        }
        String line = new String(content, 0, Math.min(content.length, VERSION.length() + 10), UTF_8).split("\n", -1)[0];
        String version = line.substring(MAGIC.length()).strip();
        return !version.isEmpty() && Character.isDigit(version.charAt(0)) && !version.equals("1");
    }

    /** Whether a file starts as one of a daily store does, of any version. */
    static boolean mayBe(byte[] content) {
        return new String(content, 0, Math.min(content.length, HEAD_BYTES), UTF_8).equals(MAGIC);
    }

    /** Null if it is damaged. */
    static @Nullable DailyState decode(byte[] content) {
        String text = new String(content, UTF_8);
        int end = text.lastIndexOf(CRC);
        if (!text.startsWith(VERSION) || end < 0 || !text.substring(end).equals(CRC + crc(text, end) + "\n")) {
            return null;
        }
        try {
            Reader reader = new Reader();
            for (String line : text.substring(VERSION.length(), end).split("\n", -1)) {
                if (!line.isEmpty()) {
                    reader.take(line.split("\t", -1));
                }
            }
            return reader.state();
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static String crc(String text, int end) {
        return ReportFormat.crc(text.substring(0, end).getBytes(UTF_8));
    }

    private static String escaped(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('\t') < 0 && text.indexOf('\n') < 0) {
            return text;
        }
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                char escape = text.charAt(i);
                c = escape == 't' ? '\t' : escape == 'n' ? '\n' : escape;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** Collects the facts. Confined to one thread. */
    private static final class Reader {
        private final List<LocalDate> dates = new ArrayList<>();
        private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        private final List<Begun> begun = new ArrayList<>();
        private final Map<String, Long> writers = new LinkedHashMap<>();
        private Map<String, Map<String, Long>> ofDraft = new LinkedHashMap<>();
        private long lasting;

        void take(String[] parts) {
            switch (parts[0]) {
                case "date" -> dates.add(IsoDate.parse(parts[1]));
                case "count" -> put(counts, parts);
                case "draft" -> {
                    completeDraft();
                    Instant created = Instant.ofEpochMilli(Long.parseLong(parts[2]));
                    begun.add(
                            new Begun(new DailyDraft(unescaped(parts[1]), created, ofDraft), Long.parseLong(parts[3])));
                }
                case "of" -> put(ofDraft, parts);
                case "writer" -> writers.put(parts[1], Long.parseLong(parts[2]));
                case "lasting" -> lasting = Long.parseLong(parts[1]);
                default -> throw new NumberFormatException("no fact: " + parts[0]);
            }
        }

        private static void put(Map<String, Map<String, Long>> counts, String[] parts) {
            String key = unescaped(parts[1]);
            Map<String, Long> names = counts.get(key);
            if (names == null) {
                names = new LinkedHashMap<>();
                counts.put(key, names);
            }
            String name = unescaped(parts[2]);
            long count = Long.parseLong(parts[3]);
            Long before = names.get(name); // Of a text that an earlier state of this SDK wrote like another.
            names.put(name, before == null ? count : before + count);
        }

        /** The last draft gets the counts that were read since. */
        private void completeDraft() {
            if (!ofDraft.isEmpty()) {
                int last = begun.size() - 1;
                Begun each = begun.get(last);
                begun.set(
                        last,
                        new Begun(
                                new DailyDraft(each.draft().key(), each.draft().created(), ofDraft), each.since()));
                ofDraft = new LinkedHashMap<>();
            }
        }

        DailyState state() {
            completeDraft();
            return new DailyState(List.copyOf(dates), counts, List.copyOf(begun), writers, lasting);
        }
    }
}
