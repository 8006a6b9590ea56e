/**
 * Delivers reports in the background: queue, worker, retry, outbox handle, shutdown. One
 * {@link io.metriton.core.internal.delivery.Delivery} for each background reporter.
 */
@NullMarked
package io.metriton.core.internal.delivery;

import org.jspecify.annotations.NullMarked;
