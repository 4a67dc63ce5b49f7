/** A door that keeps the rules. */
@NullMarked
package io.wattledger.chassis.testing.broken.store;

import org.jspecify.annotations.NullMarked;
