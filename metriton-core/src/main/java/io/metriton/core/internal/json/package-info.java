/** Writes reports and reads answers: one set of rules for metadata values, one for the fields of an answer. */
@NullMarked
package io.metriton.core.internal.json;

import org.jspecify.annotations.NullMarked;
