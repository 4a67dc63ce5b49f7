/** Tests of the flow's parts that decide by themselves. */
@NullMarked
package io.wattledger.metering.flow;

import org.jspecify.annotations.NullMarked;
