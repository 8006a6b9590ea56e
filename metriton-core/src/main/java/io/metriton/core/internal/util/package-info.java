/** Log, text and names that every other room uses. */
@NullMarked
package io.metriton.core.internal.util;

import org.jspecify.annotations.NullMarked;
