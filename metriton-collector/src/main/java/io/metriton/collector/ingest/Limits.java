package io.metriton.collector.ingest;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/** How many reports one address and one installation may send. Thread-safe. */
public final class Limits {

    private final RateLimit addresses;
    private final RateLimit installs;

    /**
     * Sets limits.
     *
     * @param address reports a minute; 0 for any number
     * @param install reports an hour; 0 for any number
     * @param clock the time
     */
    public Limits(int address, int install, Clock clock) {
        this.addresses = new RateLimit(address, Duration.ofMinutes(1), clock);
        this.installs = new RateLimit(install, Duration.ofHours(1), clock);
    }

    void checkAddress(String address) throws Refused {
        refuse(addresses.refuse(address), Refused.Reason.ADDRESS_LIMIT, "too many reports from one address");
    }

    void checkInstall(byte[] key) throws Refused {
        refuse(
                installs.refuse(ByteBuffer.wrap(key)),
                Refused.Reason.INSTALL_LIMIT,
                "too many reports of one installation");
    }

    private static void refuse(OptionalLong seconds, Refused.Reason reason, String message) throws Refused {
        if (seconds.isPresent()) {
            throw new Refused(429, reason, message, seconds.getAsLong());
        }
    }
}
