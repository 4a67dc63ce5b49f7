package io.wattledger.chassis.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Consecutive records of one partition that are worked on together.
 *
 * @param topic where they come from
 * @param partition where they come from
 * @param nextOffset the position after the last record
 * @param records in order, at least one; to be read while they are decoded, for they are let go of then
 */
public record PartitionBatch(
        String topic, int partition, long nextOffset, List<ConsumerRecord<byte[], byte[]>> records) {}
