package io.wattledger.billing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostCentreTest {

    /** Not in the order in which they hold. */
    private static final ContractReferences REFERENCES = references(
            entry("train", "2027-03", null),
            entry("train", "2026-10", "4711"),
            entry("infer", "2026-11", "4720"),
            entry("-", "2026-10", "4700"),
            entry("train", "2027-01", "4712"));

    @ParameterizedTest
    @CsvSource({
        "2026-09, {}",
        "2026-10, '{-=4700, train=4711}'",
        "2026-12, '{-=4700, infer=4720, train=4711}'",
        "2027-01, '{-=4700, infer=4720, train=4712}'",
        "2027-03, '{-=4700, infer=4720}'",
        "2030-01, '{-=4700, infer=4720}'"
    })
    void holdsFromItsMonthUntilTheNextEntryOfTheProject(YearMonth month, String byProject) {
        assertThat(REFERENCES.costCentres(month)).hasToString(byProject);
    }

    private static ContractReferences references(CostCentre... entries) {
        return new ContractReferences(null, null, null, null, null, List.of(entries));
    }

    private static CostCentre entry(String project, String from, String costCentre) {
        return new CostCentre(project, YearMonth.parse(from), costCentre);
    }
}
