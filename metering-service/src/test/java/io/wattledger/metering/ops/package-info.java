/** Tests of configuration and of the catalogue of metrics. */
package io.wattledger.metering.ops;
