/** Sends reports with Apache HttpClient 5. */
@NullMarked
package io.metriton.transport.apache;

import org.jspecify.annotations.NullMarked;
