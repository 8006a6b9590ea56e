/** What authors of transports need: one deadline over a client that blocks, and an answer that stops at its limits. */
@NullMarked
package io.metriton.api.support;

import org.jspecify.annotations.NullMarked;
