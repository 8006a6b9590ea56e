/** What keeps users anonymous: keys in the place of install IDs, and only declared metadata. Depends on nothing. */
@NullMarked
package io.metriton.collector.privacy;

import org.jspecify.annotations.NullMarked;
