/** The HTTP door: events in, usage and accounts of what happened to each event out. */
@NullMarked
package io.wattledger.metering.rest;

import org.jspecify.annotations.NullMarked;
