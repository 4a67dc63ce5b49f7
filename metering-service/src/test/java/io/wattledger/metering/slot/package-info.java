/** Tests of cutting and folding. */
package io.wattledger.metering.slot;
