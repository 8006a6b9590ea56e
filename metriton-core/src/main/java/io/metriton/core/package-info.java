/**
 * What an application uses: {@link io.metriton.core.Reporter} and the types around it.
 *
 * <p>A reporter takes a transport and an install-ID provider from the class path by {@link java.util.ServiceLoader}, or
 * from its builder. Nothing here starts a thread or touches disk, network or service providers once the user has opted
 * out ({@link io.metriton.core.OptOut}).
 */
@NullMarked
package io.metriton.core;

import org.jspecify.annotations.NullMarked;
