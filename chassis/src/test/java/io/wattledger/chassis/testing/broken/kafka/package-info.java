/** A door that others know, which they should not. */
@NullMarked
package io.wattledger.chassis.testing.broken.kafka;

import org.jspecify.annotations.NullMarked;
