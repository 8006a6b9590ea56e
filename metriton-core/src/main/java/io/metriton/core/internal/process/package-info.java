/**
 * What a JVM has once, however many reporters it makes: one shutdown hook, at most four delivery threads, the orders to
 * stop reporting.
 */
@NullMarked
package io.metriton.core.internal.process;

import org.jspecify.annotations.NullMarked;
