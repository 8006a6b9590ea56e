/** Keeps the install ID in the user's configuration folder, or takes a given one. */
@NullMarked
package io.metriton.installid.fs;

import org.jspecify.annotations.NullMarked;
