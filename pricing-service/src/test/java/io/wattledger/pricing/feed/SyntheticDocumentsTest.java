package io.wattledger.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.Resolution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every synthetic document gives exactly the slots of the table that was made with it. */
class SyntheticDocumentsTest {

    @ParameterizedTest
    @CsvSource({
        "SYNTH_A44_NO4_2026-03-29_PT15M_A01_92slots.xml, SYNTH_expected_NO4_2026-03-29_92slots.csv, 92",
        "SYNTH_A44_NO4_2026-03-29_PT15M_A03_92slots.xml, SYNTH_expected_NO4_2026-03-29_92slots.csv, 92",
        "SYNTH_A44_NO4_2026-10-25_PT15M_A01_100slots.xml, SYNTH_expected_NO4_2026-10-25_100slots.csv, 100",
        "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml, SYNTH_expected_NO4_2026-10-25_100slots.csv, 100",
        "SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml, SYNTH_expected_NO4_2026-10-25_revision2.csv, 100",
        "SYNTH_A44_NO4_2026-11-12_PT15M_A01_96slots.xml, SYNTH_expected_NO4_2026-11-12_96slots.csv, 96",
        "SYNTH_A44_NO4_2026-11-12_PT15M_A03_96slots.xml, SYNTH_expected_NO4_2026-11-12_96slots.csv, 96",
        "SYNTH_A44_NO4_2026-11-12_traps.xml, SYNTH_expected_NO4_2026-11-12_96slots.csv, 96"
    })
    void givesTheExpectedSlots(String document, String table, int slots) {
        assertThat(Documents.a44(SharedFiles.synthetic(document), "NO4", Resolution.PT15M))
                .hasSize(slots)
                .isEqualTo(Documents.csv(
                        SharedFiles.synthetic(table), "start_utc", "eur_per_mwh", Resolution.PT15M, EnergyUnit.MWH));
    }
}
