/** Use cases that break the rules of flow. */
@NullMarked
package io.wattledger.chassis.testing.broken.flow;

import org.jspecify.annotations.NullMarked;
