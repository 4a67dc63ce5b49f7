package io.wattledger.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.RatedDay;
import io.wattledger.contracts.message.RatedUsage;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written into a reseller's books can be told from what pricing has, both ways. */
class ResoldTest {

    private static final Resold RESOLD =
            new Resold("havvik", "Havvik kommune", Instant.EPOCH, null, "market", "m-2026");

    @ParameterizedTest
    @ValueSource(strings = {"-", "web", "a/b", "with spaces", "Ærlig › talt"})
    void comesBackToWhatPricingHas(String project) {
        RatedUsage rated = RatedDay.of("havvik", "c-2026", "2026-10-01")
                .at(project, "glomfjord", "h100-sxm")
                .gpuHours("10", "24.9")
                .estimated(7_200_000)
                .build();

        RatedUsage booked = RESOLD.billed(rated);

        assertThat(booked.tenant()).isEqualTo("market");
        assertThat(booked.contract()).isEqualTo("m-2026");
        assertThat(Resold.isSold(booked)).isTrue();
        assertThat(Resold.user(booked)).isEqualTo("havvik");
        assertThat(Resold.rated(booked).recordKey()).isEqualTo(rated.recordKey());
        assertThat(Resold.inBooksOf(booked, rated)).isEqualTo(booked);
        assertThat(booked)
                .usingRecursiveComparison()
                .ignoringFields("tenant", "project", "contract")
                .isEqualTo(rated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "web"})
    void leavesWhatIsBilledToWhoeverUsedIt(String project) {
        RatedUsage own = RatedDay.of("havvik", "c-2026", "2026-10-01")
                .at(project, "glomfjord", "h100-sxm")
                .gpuHours("10", "24.9")
                .build();

        assertThat(Resold.isSold(own)).isFalse();
        assertThat(Resold.user(own)).isEqualTo("havvik");
        assertThat(Resold.rated(own)).isSameAs(own);
        assertThat(Resold.inBooksOf(own, own)).isSameAs(own);
    }
}
