/** The only room that may read the clock. */
@NullMarked
package io.wattledger.chassis.testing.broken.ops;

import org.jspecify.annotations.NullMarked;
