package io.metriton.core.internal.daily;

import io.metriton.core.internal.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/** Where daily reports go: made when there is something to be sent, as that looks for a transport. Thread-safe. */
public interface DailyDelivery {
    /**
     * Makes it if it is not there yet, which may take as long as a look at the class path.
     *
     * @return null if the reporter turned out to be disabled
     * @throws io.metriton.api.MetritonConfigurationException if there is no transport
     */
    @Nullable
    Delivery get();

    /** Whether the endpoint has ordered to stop, also if none was made yet. */
    boolean isSilenced();

    /** Null if it was not made yet. */
    @Nullable
    Delivery made();
}
