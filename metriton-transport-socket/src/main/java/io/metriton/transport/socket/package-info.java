/** Sends reports over sockets of the JDK, without an HTTP client: no dependency, the quickest start. */
@NullMarked
package io.metriton.transport.socket;

import org.jspecify.annotations.NullMarked;
