/** Keeps reports that are not delivered yet in files, for this process or the next. */
@NullMarked
package io.metriton.outbox.fs;

import org.jspecify.annotations.NullMarked;
