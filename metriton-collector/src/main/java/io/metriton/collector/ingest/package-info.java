/**
 * What happens to a report between its arrival and its answer: it is checked, limited, stripped of what identifies
 * anybody, given to the journal, and answered when it is stored. {@link io.metriton.collector.ingest.Ingest} is the way.
 */
@NullMarked
package io.metriton.collector.ingest;

import org.jspecify.annotations.NullMarked;
