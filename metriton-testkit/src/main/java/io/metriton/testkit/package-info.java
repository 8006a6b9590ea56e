/** Contract tests for transports and install-ID providers, and a Metriton on loopback for tests of your own. */
@NullMarked
package io.metriton.testkit;

import org.jspecify.annotations.NullMarked;
