/**
 * The applications that may report, what they declared, and what their installations are answered.
 *
 * <p>{@link io.metriton.collector.applications.Applications} keeps them in memory and follows the store.
 */
@NullMarked
package io.metriton.collector.applications;

import org.jspecify.annotations.NullMarked;
