package io.metriton.collector.store;

import io.metriton.collector.figures.Changes;
import io.metriton.collector.figures.Counting;
import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Said;
import io.metriton.collector.figures.Seen;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts a group of reports in one transaction: reads the rows of their installations, lets the rules of counting
 * change them one report after the other, and writes each row and counter once. For the thread that writes.
 */
final class ReportBatch {

    private final Values values = new Values();
    private final Registry registry = new Registry();
    private final ReportKeys keys = new ReportKeys();
    private String valuesVersion = "";
    private String settingsVersion = "unread";

    /** Forgets what was kept from earlier groups, because a transaction was rolled back. */
    void forget() {
        keys.forget();
        values.forget();
        valuesVersion = "";
        settingsVersion = "unread";
    }

    /** Counts the reports; the transaction, which the caller began and commits, holds the lock for writing. */
    List<Receipt> count(Connection connection, List<Submission> submissions) throws SQLException {
        Map<String, String> meta = Meta.read(connection);
        refresh(connection, meta);
        keys.read(connection, hashes(submissions), meta);
        Installs installs = new Installs(registry);
        installs.read(connection, installKeys(submissions));
        Counters counters = new Counters();
        List<Receipt> receipts = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            Receipt receipt = judge(submission, meta);
            if (receipt == Receipt.COUNTED) {
                submission.reportHashes().stream().limit(1).forEach(keys::add);
                count(connection, submission, installs, counters.of(submission));
            }
            receipts.add(receipt);
        }
        installs.write(connection);
        counters.write(connection);
        int newestDay =
                submissions.stream().mapToInt(Submission::arrivalDay).max().orElse(0);
        keys.write(connection, newestDay);
        if (values.write(connection)) {
            valuesVersion = Integer.toString(Meta.next(connection, Meta.VALUES_VERSION, 1));
        }
        return receipts;
    }

    private void refresh(Connection connection, Map<String, String> meta) throws SQLException {
        String newValues = meta.getOrDefault(Meta.VALUES_VERSION, "");
        if (!newValues.equals(valuesVersion)) {
            values.forget();
            valuesVersion = newValues;
        }
        String newSettings = meta.getOrDefault(Meta.SETTINGS_VERSION, "");
        if (!newSettings.equals(settingsVersion)) {
            registry.read(connection);
            values.forget();
            settingsVersion = newSettings;
        }
    }

    private static List<Long> hashes(List<Submission> submissions) {
        return submissions.stream().flatMap(s -> s.reportHashes().stream()).toList();
    }

    private static List<byte[]> installKeys(List<Submission> submissions) {
        return submissions.stream().flatMap(s -> s.installKeys().stream()).toList();
    }

    private Receipt judge(Submission submission, Map<String, String> meta) {
        if (!submission.secret().equals(meta.get(Meta.SECRET))) {
            return Receipt.SECRET_CHANGED;
        }
        if (!registry.hasApplication(submission.application())) {
            return Receipt.APPLICATION_GONE;
        }
        for (long hash : submission.reportHashes()) {
            if (keys.contains(hash)) {
                return Receipt.SENT_BEFORE;
            }
        }
        return Receipt.COUNTED;
    }

    private void count(Connection connection, Submission submission, Installs installs, Changes changes)
            throws SQLException {
        Seen seen = seen(connection, submission);
        if (submission.installKeys().isEmpty()) {
            Counting.countWithoutId(seen, changes);
        } else {
            installs.update(submission, known -> Counting.count(known, seen, changes));
        }
    }

    private Seen seen(Connection connection, Submission submission) throws SQLException {
        Map<Integer, int[]> said = new TreeMap<>();
        for (Map.Entry<Integer, List<String>> entry : submission.values().entrySet()) {
            if (registry.hasKey(entry.getKey())) {
                Set<Integer> numbers = new HashSet<>();
                for (String text : entry.getValue()) {
                    numbers.add(values.number(connection, submission, entry.getKey(), text));
                }
                said.put(
                        entry.getKey(),
                        numbers.stream().sorted().mapToInt(n -> n).toArray());
            }
        }
        int version = values.number(connection, submission, Dimension.VERSION, submission.version());
        return new Seen(submission.day(), new Said(version, said), counts(connection, submission));
    }

    private Map<Integer, Map<Integer, Long>> counts(Connection connection, Submission submission) throws SQLException {
        Map<Integer, Map<Integer, Long>> counts = new HashMap<>();
        for (Map.Entry<Integer, Map<String, Long>> entry : submission.counts().entrySet()) {
            if (registry.hasKey(entry.getKey())) {
                Map<Integer, Long> names = new HashMap<>();
                for (Map.Entry<String, Long> name : entry.getValue().entrySet()) {
                    names.merge(
                            values.number(connection, submission, entry.getKey(), name.getKey()),
                            name.getValue(),
                            Long::sum);
                }
                counts.put(entry.getKey(), names);
            }
        }
        return counts;
    }
}
