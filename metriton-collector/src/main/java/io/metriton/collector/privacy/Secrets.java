package io.metriton.collector.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The secret, and the one that it replaced, if there is one. Immutable and thread-safe.
 *
 * @param all the current one first; one or two
 */
public record Secrets(List<Secret> all) {

    /**
     * Copies the list.
     *
     * @param all the current one first; one or two
     */
    public Secrets {
        all = List.copyOf(all);
    }

    /**
     * Reads one or two secrets.
     *
     * @param text the current one, then, after white space, the one before it
     * @return them
     * @throws IllegalArgumentException if there are none or three, or one is too short
     */
    public static Secrets of(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length > 2) {
            throw new IllegalArgumentException("at most two secrets: the current one and the one before it");
        }
        List<Secret> all = new ArrayList<>();
        for (String word : words) {
            all.add(Secret.of(word));
        }
        return new Secrets(all);
    }

    /**
     * The one that new keys are made with.
     *
     * @return the first
     */
    public Secret current() {
        return all.get(0);
    }

    /**
     * Applies something to each.
     *
     * @param made what is made of a secret
     * @param <T> its type
     * @return of the current one first
     */
    public <T> List<T> each(Function<Secret, T> made) {
        return all.stream().map(made).toList();
    }
}
