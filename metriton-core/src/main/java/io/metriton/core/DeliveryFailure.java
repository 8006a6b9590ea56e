package io.metriton.core;

import java.time.Instant;

/**
 * Why a report could not be sent, or its install ID not be found, in words.
 *
 * @param time when, by the clock of the machine
 * @param message what happened; never with an ID or a body
 */
public record DeliveryFailure(Instant time, String message) {}
