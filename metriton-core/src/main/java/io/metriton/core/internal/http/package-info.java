/** Sends an encoded report, follows redirects, chooses proxies, and says what an answer means. */
@NullMarked
package io.metriton.core.internal.http;

import org.jspecify.annotations.NullMarked;
