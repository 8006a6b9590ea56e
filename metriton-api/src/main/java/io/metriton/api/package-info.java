/**
 * The types that applications, transports and install-ID providers share.
 *
 * <p>Implement {@link io.metriton.api.Transport} and {@link io.metriton.api.TransportProvider} to send reports with
 * another HTTP client, {@link io.metriton.api.InstallIdProvider} to identify an installation in another way. Published
 * values ({@link io.metriton.api.Report}, {@link io.metriton.api.Response}, …) are immutable and made by builders.
 */
@NullMarked
package io.metriton.api;

import org.jspecify.annotations.NullMarked;
