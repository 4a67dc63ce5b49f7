/** Tests of reading CloudEvents. */
package io.wattledger.metering.wire;
