package io.wattledger.billing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.contract.InvoiceSplit.Group;
import io.wattledger.billing.contract.InvoiceSplit.Mode;
import io.wattledger.billing.invoice.ProjectSelection;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceSplitTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final List<Group> RESEARCH = List.of(group("physics", "p-1", "p-2"), group("biology", "b-1"));

    @ParameterizedTest
    @CsvSource({
        // mode, contractWide; documents in order, the contract-wide one with a star
        "ONE_INVOICE, , *",
        "PER_PROJECT, , 'b-1 p-1 x-9 -*'",
        "PER_PROJECT, p-1, 'b-1 x-9 p-1*'",
        "BY_GROUPS, , 'biology physics rest*'",
        "BY_GROUPS, physics, 'biology rest physics*'"
    })
    void billsEachChargeOnOneDocumentWhateverProjectsThereAre(Mode mode, String wide, String documents) {
        InvoiceSplit split = new InvoiceSplit(OCTOBER, mode, mode == Mode.BY_GROUPS ? RESEARCH : List.of(), wide);
        TreeSet<String> used = new TreeSet<>(List.of("b-1", "p-1", "x-9", "-"));

        List<DocumentGroup> all = split.documents(used);

        assertThat(all.stream().map(one -> one.name() + (one.contractWide() ? "*" : "")))
                .containsExactly(documents.split(" "));
        for (String project : used) {
            assertThat(all).as(project).filteredOn(one -> bills(one, project)).hasSize(1);
        }
        assertThat(all).filteredOn(one -> bills(one, "-")).allMatch(DocumentGroup::contractWide);
        assertThat(all).allSatisfy(one -> assertThat(split.document(one.name())).hasValue(one));
    }

    @Test
    void holdsFromAMonthOn() {
        BillingTerms terms = new BillingTerms(
                ZoneId.of("Europe/Oslo"),
                30,
                UnpricedUsage.HOLD,
                null,
                null,
                List.of(
                        new InvoiceSplit(YearMonth.of(2027, 1), Mode.ONE_INVOICE, List.of(), null),
                        new InvoiceSplit(OCTOBER, Mode.PER_PROJECT, List.of(), null)));

        assertThat(terms.split(OCTOBER.minusMonths(1)).mode()).isEqualTo(Mode.ONE_INVOICE);
        assertThat(terms.split(OCTOBER).mode()).isEqualTo(Mode.PER_PROJECT);
        assertThat(terms.split(YearMonth.of(2026, 12)).mode()).isEqualTo(Mode.PER_PROJECT);
        assertThat(terms.split(YearMonth.of(2027, 1)).mode()).isEqualTo(Mode.ONE_INVOICE);
    }

    @Test
    void namesWhatIsWrongWithASplit() {
        assertThat(flaws(Mode.BY_GROUPS, null, RESEARCH)).isEmpty();
        assertThat(flaws(Mode.BY_GROUPS, null, List.of()))
                .containsExactly("from 2026-10: by-groups needs groups; " + "write one-invoice where there are none");
        assertThat(flaws(Mode.BY_GROUPS, "chemistry", RESEARCH))
                .singleElement()
                .asString()
                .contains("contractWide 'chemistry' is no group");
        assertThat(flaws(Mode.BY_GROUPS, null, List.of(group("a", "p"), group("b", "p"))))
                .singleElement()
                .asString()
                .contains("project 'p' stands twice");
        assertThat(flaws(Mode.BY_GROUPS, null, List.of(group("rest", "p"), group("b/c", "q"), group("d"))))
                .hasSize(3);
        assertThat(flaws(Mode.PER_PROJECT, null, List.of(group("a", "p"))))
                .singleElement()
                .asString()
                .contains("one project");
        assertThat(flaws(Mode.ONE_INVOICE, "a", List.of()))
                .singleElement()
                .asString()
                .contains("leave them out");
    }

    private static List<String> flaws(Mode mode, @Nullable String wide, List<Group> groups) {
        return InvoiceSplitRules.flaws(List.of(new InvoiceSplit(OCTOBER, mode, groups, wide)));
    }

    private static boolean bills(DocumentGroup document, String project) {
        ProjectSelection projects = document.projects();
        return projects.projects().contains(project) != projects.others();
    }

    private static Group group(String name, String... projects) {
        return new Group(name, Arrays.asList(projects), DocumentGroup.References.NONE);
    }
}
