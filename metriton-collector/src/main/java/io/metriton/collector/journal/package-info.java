/** Where a checked report goes to be counted, before it is answered. */
@NullMarked
package io.metriton.collector.journal;

import org.jspecify.annotations.NullMarked;
