/** Sends reports with {@code HttpURLConnection}: no dependency, the quickest start. */
@NullMarked
package io.metriton.transport.urlconnection;

import org.jspecify.annotations.NullMarked;
