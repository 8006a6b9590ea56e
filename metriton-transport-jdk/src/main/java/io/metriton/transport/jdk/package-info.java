/** Sends reports with {@code java.net.http.HttpClient}. */
@NullMarked
package io.metriton.transport.jdk;

import org.jspecify.annotations.NullMarked;
