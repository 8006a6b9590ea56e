/** Sends reports with OkHttp, from 3.14 on. */
@NullMarked
package io.metriton.transport.okhttp;

import org.jspecify.annotations.NullMarked;
