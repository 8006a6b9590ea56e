package io.metriton.core;

import io.metriton.api.MetritonConfigurationException;

/** Says what is wrong with a setting. Apart, and returned as less than it is, so that it is not loaded where all is right. */
final class BadSetting {
    private BadSetting() {}

    static RuntimeException because(String message) {
        return new MetritonConfigurationException(message);
    }

    static RuntimeException because(String message, Throwable cause) {
        return new MetritonConfigurationException(message, cause);
    }
}
