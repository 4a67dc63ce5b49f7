/** The Kafka door: records to domain and back. */
@NullMarked
package io.wattledger.pricing.kafka;

import org.jspecify.annotations.NullMarked;
