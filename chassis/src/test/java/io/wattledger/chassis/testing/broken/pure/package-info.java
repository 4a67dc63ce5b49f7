/** Decides, and breaks the rules of a pure room. */
@NullMarked
package io.wattledger.chassis.testing.broken.pure;

import org.jspecify.annotations.NullMarked;
