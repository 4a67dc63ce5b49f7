/** Tests of the room {@code device}. */
package io.wattledger.metering.device;
