package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What pricing needs for a month that runs: a catalog, prices and rates of the days around now, and a contract of each tenant.
 *
 * @param now about when usage begins to come
 */
record LiveMonth(Instant now) {

    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    private static final Instant SINCE = Instant.parse("2025-12-31T23:00:00Z");
    private static final int DAYS_BEFORE = 5;
    private static final int DAYS_AFTER = 2;
    private static final int SECONDS_PER_SLOT = 900;

    /** Tells pricing all of it. */
    void prepare(PricingDoors pricing, String bootstrapServers) throws IOException, InterruptedException {
        pricing.put(PricingDoors.catalog("live-catalog.json"));
        pricing.prices("prices.csv", prices());
        pricing.rates("rates.csv", rates());
        writeAccounts(bootstrapServers);
    }

    private byte[] prices() {
        StringBuilder csv = new StringBuilder("start,price\n");
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(DAYS_BEFORE, ChronoUnit.DAYS);
        Instant last = now.plus(DAYS_AFTER, ChronoUnit.DAYS);
        for (Instant slot = first; slot.isBefore(last); slot = slot.plusSeconds(SECONDS_PER_SLOT)) {
            int price = UsageLoad.pick(slot.getEpochSecond(), 20_000);
            csv.append(slot)
                    .append(',')
                    .append(price / 100)
                    .append('.')
                    .append(10 + price % 90)
                    .append('\n');
        }
        return utf8(csv.toString());
    }

    private byte[] rates() {
        StringBuilder csv = new StringBuilder("date,rate\n");
        LocalDate today = LocalDate.ofInstant(now, ZONE);
        for (int day = -DAYS_BEFORE; day <= DAYS_AFTER; day++) {
            csv.append(today.plusDays(day)).append(",11.25\n");
        }
        return utf8(csv.toString());
    }

    private static void writeAccounts(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < UsageLoad.TENANTS; number++) {
                String tenant = "tenant-" + number;
                ContractFacts contract = new ContractFacts("contract", SINCE, null, "tariff", ZONE.getId(), "NOK");
                AccountFacts facts = new AccountFacts(tenant, 1, List.of(contract));
                var unused = producer.send(new ProducerRecord<>(Topics.ACCOUNTS, utf8(tenant), WireJson.write(facts)));
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
