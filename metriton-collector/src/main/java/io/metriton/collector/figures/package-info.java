/**
 * The rules of counting, without a store, a clock or a network: {@link io.metriton.collector.figures.Counting} takes
 * what is kept of an installation and a report, and returns what is kept then and which counters change.
 *
 * <p>Days are days since 1970-01-01 in UTC. Keys and values are the small numbers that the store gave them. All types
 * are immutable, except {@link io.metriton.collector.figures.Changes}, which one thread fills.
 */
@NullMarked
package io.metriton.collector.figures;

import org.jspecify.annotations.NullMarked;
