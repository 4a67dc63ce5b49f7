package io.wattledger.chassis.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Consecutive records of one partition that are worked on together.
 *
 * @param topic where they come from
 * @param partition where they come from
 * @param records in order, at least one
 */
public record PartitionBatch(String topic, int partition, List<ConsumerRecord<byte[], byte[]>> records) {}
