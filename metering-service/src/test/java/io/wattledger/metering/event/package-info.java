/** Tests of what a usage report is and why one is refused. */
package io.wattledger.metering.event;
