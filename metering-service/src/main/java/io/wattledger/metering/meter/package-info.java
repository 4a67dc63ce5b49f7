/** Generic meters: what they count of the events that customers make up themselves, over which windows and by what. */
@NullMarked
package io.wattledger.metering.meter;

import org.jspecify.annotations.NullMarked;
