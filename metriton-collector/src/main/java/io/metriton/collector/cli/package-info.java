/** The command line: {@link io.metriton.collector.cli.Main}, its commands, and what {@code serve} puts together. */
@NullMarked
package io.metriton.collector.cli;

import org.jspecify.annotations.NullMarked;
