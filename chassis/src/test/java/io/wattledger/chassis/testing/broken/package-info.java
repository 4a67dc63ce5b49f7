/** A small service that breaks every rule of the house once, so that each rule is seen to catch it. */
@NullMarked
package io.wattledger.chassis.testing.broken;

import org.jspecify.annotations.NullMarked;
