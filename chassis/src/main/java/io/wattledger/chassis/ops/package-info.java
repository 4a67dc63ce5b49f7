/** The clock, background loops and figures of work in progress. */
@NullMarked
package io.wattledger.chassis.ops;

import org.jspecify.annotations.NullMarked;
