/** The service with all its doors, on real Kafka and PostgreSQL. */
package io.wattledger.metering.doors;
