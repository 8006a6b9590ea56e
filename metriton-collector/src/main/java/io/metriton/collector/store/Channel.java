package io.metriton.collector.store;

import java.util.Locale;
import java.util.Optional;

/** Which figures a report goes to. The codes are stored, so they never change their meaning. */
public enum Channel {
    /** What users run. */
    PRODUCTION(1),
    /** Reports to the beta endpoint. */
    BETA(2),
    /** What developers run: versions that say so. */
    DEVELOPMENT(3);

    private final int code;

    Channel(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * The name in the API.
     *
     * @return in small letters
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a channel by its name in the API.
     *
     * @param label the name
     * @return empty if there is none
     */
    public static Optional<Channel> of(String label) {
        for (Channel channel : values()) {
            if (channel.label().equals(label)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }
}
