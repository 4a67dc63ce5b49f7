package io.wattledger.chassis.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message on its way to Kafka.
 *
 * @param tenant whose data it is; {@code TenantScope.NO_TENANT} where it is nobody's
 * @param topic where it goes
 * @param partitionKey decides the partition; messages with the same one keep their order
 * @param key the record key
 * @param value the record value; empty stands for a tombstone
 * @param headers record headers, texts in UTF-8
 */
public record OutgoingMessage(
        String tenant, String topic, String partitionKey, byte[] key, byte[] value, Map<String, String> headers) {

    /** A message without headers whose key is text. */
    public static OutgoingMessage of(String tenant, String topic, String partitionKey, String key, byte[] value) {
        return new OutgoingMessage(tenant, topic, partitionKey, key.getBytes(StandardCharsets.UTF_8), value, Map.of());
    }
}
