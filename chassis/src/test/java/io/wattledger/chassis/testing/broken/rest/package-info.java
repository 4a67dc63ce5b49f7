/** A door that knows another. */
@NullMarked
package io.wattledger.chassis.testing.broken.rest;

import org.jspecify.annotations.NullMarked;
