/**
 * What a JVM has once, however many reporters it makes: one shutdown hook, a few delivery threads, the orders to stop
 * reporting.
 */
@NullMarked
package io.metriton.core.internal.process;

import org.jspecify.annotations.NullMarked;
