/** Tests of starts and stops, and of heartbeats, in whatever order. */
package io.wattledger.metering.allocation;
