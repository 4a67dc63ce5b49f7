/** Tests of generic meters: windows of the clock and the calendar, paths into data, rules of meters and questions. */
@NullMarked
package io.wattledger.metering.meter;

import org.jspecify.annotations.NullMarked;
