/**
 * Where everything is kept: SQLite in the data folder, or PostgreSQL.
 *
 * <p>{@link io.metriton.collector.store.Store} opens it and hands out the tables. All that changes figures goes through
 * {@link io.metriton.collector.store.Writer}, one thread that commits reports in groups; across nodes a lock of the
 * database lets one of them write at a time. Reads use a pool of their own. Types are thread-safe unless they say
 * otherwise.
 */
@NullMarked
package io.metriton.collector.store;

import org.jspecify.annotations.NullMarked;
