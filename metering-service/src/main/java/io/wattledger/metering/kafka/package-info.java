/** The Kafka door: usage events and reference data in, changed slots out. */
@NullMarked
package io.wattledger.metering.kafka;

import org.jspecify.annotations.NullMarked;
