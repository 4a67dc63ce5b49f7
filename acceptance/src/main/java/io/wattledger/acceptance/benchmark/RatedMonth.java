package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A September as pricing has rated it: each tenant has a contract and one charge a day, which fall to three projects.
 *
 * @param tenants how many
 * @param formats names of the electronic documents that each gets beside JSON, CSV and PDF
 */
record RatedMonth(int tenants, List<String> formats) {

    /** The month that is closed. */
    static final YearMonth MONTH = YearMonth.of(2026, 9);

    /** The first tenant. */
    static final String TENANT = "tenant-0";

    /** The contract of each. */
    static final String CONTRACT = "c";

    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    private static final int PROJECTS = 3;
    private static final int HOURS = 8;
    private static final BigDecimal PRICE = new BigDecimal("24.90");
    private static final int MILLI_GPU_SECONDS_AN_HOUR = 3_600_000;

    RatedMonth {
        formats = List.copyOf(formats);
    }

    long charges() {
        return (long) tenants * MONTH.lengthOfMonth();
    }

    /** What all invoices come to without VAT: no line has anything to round. */
    BigDecimal net() {
        return PRICE.multiply(BigDecimal.valueOf(HOURS * charges()));
    }

    /** The entity that bills. */
    static String legalEntity() {
        return """
                {"legalEntities": [{
                  "id": "nordlys-no", "name": "Nordlys Compute AS", "country": "NO",
                  "registrationNumber": "999001122", "vatNumber": "NO999001122MVA", "registerNote": "Foretaksregisteret",
                  "electronicAddress": {"scheme": "0192", "id": "999001122"},
                  "address": {"street": "Fykanveien 1", "city": "Glomfjord", "postalCode": "8161", "country": "NO"},
                  "contact": {"name": "Billing desk", "phone": "+47 75 00 00 00", "email": "billing@nordlys.example"},
                  "bank": {"iban": "NO9799990000014", "bic": "TESTNOKKXXX", "accountName": "Nordlys Compute AS"},
                  "accountingCurrency": "NOK", "invoiceSeries": {"prefix": "NO26-", "digits": 6}}]}""";
    }

    /** The accounts from {@code first} on, {@code many} of them. */
    String accounts(int first, int many) {
        StringBuilder accounts = new StringBuilder("{\"accounts\": [");
        for (int number = first; number < first + many; number++) {
            accounts.append(number == first ? "" : ",")
                    .append("""
                    {"tenant": "%s", "name": "Buyer %d AS", "kind": "business", "country": "NO",
                     "registrationNumber": "999002234", "vatNumber": "NO999002234MVA",
                     "electronicAddress": {"scheme": "0192", "id": "999002234"},
                     "address": {"street": "Storgata 1", "city": "Tromsø", "postalCode": "9008", "country": "NO"},
                     "language": "nb-NO", "documents": ["%s"],
                     "contracts": [{"id": "c", "legalEntity": "nordlys-no", "validFrom": "2026-01-01", "tariff": "tariff",
                       "currency": "NOK", "billingTimeZone": "Europe/Oslo", "paymentTermsDays": 30,
                       "buyerReference": "ref-%d", "vat": {"category": "S", "rate": "25"}}]}
                    """.formatted(tenant(number), number, String.join("\", \"", formats), number));
        }
        return accounts.append("]}").toString();
    }

    /** Tells all charges, day after day, as they come from pricing. */
    void writeCharges(String bootstrapServers) {
        write(bootstrapServers, day -> IntStream.range(0, tenants).mapToObj(number -> usage(number, day)));
    }

    /** Writes what was rated of each day of the month, one day after the other. */
    static void write(String bootstrapServers, Function<LocalDate, Stream<RatedUsage>> ofDay) {
        write(
                bootstrapServers,
                IntStream.rangeClosed(1, MONTH.lengthOfMonth())
                        .mapToObj(MONTH::atDay)
                        .flatMap(ofDay));
    }

    /** Writes what was rated, in this order. */
    static void write(String bootstrapServers, Stream<RatedUsage> usage) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 20, "batch.size", 256 * 1024);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            usage.forEach(record -> {
                var unused = producer.send(new ProducerRecord<>(
                        Topics.RATED_USAGE,
                        record.recordKey().getBytes(StandardCharsets.UTF_8),
                        WireJson.write(record)));
            });
        }
    }

    private static RatedUsage usage(int number, LocalDate day) {
        BigDecimal hours = BigDecimal.valueOf(HOURS);
        Charge charge = new Charge(
                "gpu-time",
                null,
                ChargeKind.GPU_TIME,
                "GPU time",
                null,
                null,
                hours,
                ChargeUnit.GPU_HOUR,
                PRICE,
                PRICE.multiply(hours),
                0,
                0,
                List.of());
        return new RatedUsage(
                tenant(number),
                "project-" + day.getDayOfMonth() % PROJECTS,
                "site",
                "sku",
                day.atStartOfDay(ZONE).toInstant(),
                day.plusDays(1).atStartOfDay(ZONE).toInstant(),
                day,
                1,
                "c",
                "tariff",
                LocalDate.of(2026, 1, 1),
                "NOK",
                (long) HOURS * MILLI_GPU_SECONDS_AN_HOUR,
                List.of(charge),
                List.of(),
                null);
    }

    private static String tenant(int number) {
        return "tenant-" + number;
    }
}
