/** Sends reports with OkHttp 5. */
@NullMarked
package io.metriton.transport.okhttp;

import org.jspecify.annotations.NullMarked;
