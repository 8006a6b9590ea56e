/**
 * What authors of modules need: of transports, one deadline over a client that blocks and an answer that stops at its limits;
 * of whatever keeps files in the home of a user, where they go and whose they are.
 */
@NullMarked
package io.metriton.api.support;

import org.jspecify.annotations.NullMarked;
