package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A month that is summed up while its records go by comes to what it comes to when all of them are looked at together. */
class SummedUsageTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void comesToTheSameLinesInAnyOrder(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<RatedUsage> month = month(random);
            List<InvoiceLine> lines = lines(month);
            Collections.shuffle(month, random);

            assertThat(lines(month)).isEqualTo(lines);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void comesToWhatTheWholeListComesTo(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<RatedUsage> month = month(random);

            List<String> expected = expected(month);

            assertThat(lines(month).stream().map(SummedUsageTest::told)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void takesWordsAndFormOfThePriceFromTheFirstDay() {
        RatedUsage first = day("p", 1, 10, charge("GPU time", "1", "2.5", List.of("b")));
        RatedUsage second = day("p", 2, 10, charge("GPU hours", "1", "2.50", List.of("a")));

        InvoiceLine line = lines(List.of(second, first)).getFirst();

        assertThat(line.item().description()).isEqualTo("GPU time");
        assertThat(line.quantity().averageUnitPrice()).isEqualTo(new BigDecimal("2.5"));
        assertThat(line.provenance().priceDocuments()).containsExactly("a", "b");
    }

    @Test
    void refusesUsageOfAnotherCurrencyAndNamesARecord() {
        RatedUsage euros = RatedDay.of("havvik", "c-2026", "2026-10-05")
                .in("EUR")
                .gpuHours("1", "2")
                .build();
        Billable billable = ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, List.of(euros));

        assertThatThrownBy(() -> InvoiceDraft.of(billable))
                .hasMessage("usage " + euros.recordKey() + " is rated in EUR, not in NOK");
    }

    @Test
    void beginsAnewOnceItHasHandedOver() {
        UsageSum sum = new UsageSum();
        sum.add(day("p", 1, 10, charge("GPU time", "1", "2.5", List.of())));

        SummedUsage summed = sum.summed();

        assertThat(summed.size()).isEqualTo(1);
        assertThat(summed.isEmpty()).isFalse();
        assertThat(sum.summed().isEmpty()).isTrue();
        assertThat(summed.size()).isEqualTo(1);
    }

    /** Adds up the list as a whole, in the order of its keys. */
    private static List<String> expected(List<RatedUsage> month) {
        List<RatedUsage> ordered = month.stream()
                .sorted(Comparator.comparing(RatedUsage::usageKey).thenComparing(RatedUsage::periodStart))
                .toList();
        Map<LineKey, List<Charge>> charges = new LinkedHashMap<>();
        for (RatedUsage usage : ordered) {
            for (Charge charge : usage.charges()) {
                charges.computeIfAbsent(LineKey.of(usage, charge), key -> new ArrayList<>())
                        .add(charge);
            }
        }
        List<String> told = new ArrayList<>();
        charges.forEach((key, of) -> {
            BigDecimal quantity = of.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal amount = of.stream().map(Charge::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (quantity.signum() != 0 || amount.signum() != 0) {
                told.add(told(key, of.getFirst().description(), quantity, amount, of.size()));
            }
        });
        return told;
    }

    private static String told(InvoiceLine line) {
        return told(
                LineKey.of(line),
                line.item().description(),
                line.quantity().exact(),
                line.amount().unrounded(),
                line.provenance().charges());
    }

    private static String told(LineKey key, String words, BigDecimal quantity, BigDecimal amount, int charges) {
        return key + " " + words + " " + LineSum.plain(quantity) + " " + LineSum.plain(amount) + " " + charges;
    }

    private static List<InvoiceLine> lines(List<RatedUsage> month) {
        return InvoiceDraft.of(ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, month))
                .lines();
    }

    private static List<RatedUsage> month(Random random) {
        List<RatedUsage> month = new ArrayList<>();
        for (int project = 0; project < 1 + random.nextInt(3); project++) {
            for (int day = 1; day <= 1 + random.nextInt(31); day++) {
                List<Charge> charges = new ArrayList<>();
                for (int charge = 0; charge < random.nextInt(4); charge++) {
                    charges.add(charge(
                            "words " + random.nextInt(3),
                            BigDecimal.valueOf(random.nextLong(1_000_000) - 100_000, random.nextInt(12))
                                    .toPlainString(),
                            List.of("2.5", "2.50", "3").get(random.nextInt(3)),
                            List.of("document-" + random.nextInt(5))));
                }
                month.add(day("p" + project, day, random.nextInt(100), charges.toArray(Charge[]::new)));
            }
        }
        return month;
    }

    private static RatedUsage day(String project, int day, long milliGpuSeconds, Charge... charges) {
        LocalDate date = LocalDate.of(2026, 10, day);
        return new RatedUsage(
                "havvik",
                project,
                "glomfjord",
                "h100-sxm",
                date.atStartOfDay(ZONE).toInstant(),
                date.plusDays(1).atStartOfDay(ZONE).toInstant(),
                date,
                1,
                "c-2026",
                "nordic",
                LocalDate.of(2026, 1, 1),
                "NOK",
                milliGpuSeconds,
                List.of(charges),
                List.of(),
                null);
    }

    private static Charge charge(String words, String hours, String price, List<String> documents) {
        BigDecimal quantity = new BigDecimal(hours);
        return new Charge(
                "gpu-time",
                null,
                ChargeKind.GPU_TIME,
                words,
                null,
                null,
                quantity,
                ChargeUnit.GPU_HOUR,
                new BigDecimal(price),
                quantity.multiply(new BigDecimal(price)),
                0,
                0,
                documents);
    }
}
