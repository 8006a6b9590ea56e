/** What a JVM has once, however many reporters it makes. */
@NullMarked
package io.metriton.core.internal.process;

import org.jspecify.annotations.NullMarked;
