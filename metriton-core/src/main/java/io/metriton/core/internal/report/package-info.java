/** What a reporter is made of: its settings, the services that are found, the install ID, and the way of a report. */
@NullMarked
package io.metriton.core.internal.report;

import org.jspecify.annotations.NullMarked;
