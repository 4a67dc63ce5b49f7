package io.wattledger.chassis.kafka;

/**
 * A topic that a service reads; each CDI bean of this type is read as long as the service runs.
 *
 * @param name names the threads and the consumer group
 * @param topic what is read
 * @param batchRecords most records worked on in one transaction
 * @param readers consumer threads in this copy of the service, at least 1
 * @param handler what to do with the records
 * @param <D> what the records mean
 */
public record Subscription<D>(String name, String topic, int batchRecords, int readers, BatchHandler<D> handler) {}
