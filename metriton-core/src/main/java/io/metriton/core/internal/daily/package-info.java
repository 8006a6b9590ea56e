/** The day's report, and counts in between. */
@NullMarked
package io.metriton.core.internal.daily;

import org.jspecify.annotations.NullMarked;
