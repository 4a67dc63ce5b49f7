package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Whatever step a run dies in, nothing half-done is left, so that the next try ends as if nothing had happened. */
@QuarkusTest
@WithSuite
class KilledRunTest {

    @Inject
    Books books;

    @Inject
    MortalCopies mortals;

    @Inject
    IssuedBooks issued;

    @Test
    void leavesNothingHalfDoneWhereverItIsKilled() {
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            assertThat(step).as("steps of one run").isLessThan(200);
            LegalEntity entity = books.legalEntity();
            String tenant = books.tenantOf(entity);
            books.rated(IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"));
            String run = books.start(tenant);

            survived = !MortalCopies.workOrDie(mortals.dying(MortalCopies.at(step)));
            issued.holdTogether(MortalCopies.DOCUMENTS, entity, tenant);
            books.work();

            assertThat(books.items(run))
                    .as("killed at step %d", step)
                    .extracting(item -> item.outcome() + " " + item.number())
                    .containsExactly("issued " + IssueInvoiceTest.number(entity, 1));
            issued.holdTogether(MortalCopies.DOCUMENTS, entity, tenant);
        }
    }

    @Test
    void drawsFromCreditsAndCommitmentsOnceWhereverItIsKilled() {
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            assertThat(step).as("steps of one run").isLessThan(300);
            LegalEntity entity = books.legalEntity();
            String tenant = books.tenantOf(
                    entity,
                    new SomeTerms()
                            .perCent("ten", "10")
                            .monthly("floor", SomeTerms.nok("1000.00"), null)
                            .terms());
            books.credit(tenant, CreditKind.PAID, SomeTerms.nok("300.00"), null);
            books.rated(IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"));
            String run = books.start(tenant);
            survived = !MortalCopies.workOrDie(mortals.dyingOverData(MortalCopies.at(step)));
            books.work();

            assertThat(books.items(run)).extracting(RunBook.ItemState::outcome).containsExactly("issued");
            // 9 are drawn, 991 short; 1,250 with VAT, of which 300 are paid.
            assertThat(books.balances(tenant)).as("killed at step %d", step).containsExactly("0.00");
            assertThat(books.drawn(tenant)).containsExactly("9.00");
        }
    }

    /** Three documents of one month, killed at every step: none missing, none twice, no usage on two. */
    @Test
    void issuesEachDocumentOfASplitMonthOnceWhereverItIsKilled() {
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            assertThat(step).as("steps of one run").isLessThan(500);
            LegalEntity entity = books.legalEntity();
            String tenant = SplitMonthsTest.tenant(books, entity, SplitMonthsTest.perProject(null));
            books.rated(
                    IssueInvoiceTest.day(tenant, 1)
                            .at("one", "glomfjord", "h100-sxm")
                            .gpuHours("1", "10"),
                    IssueInvoiceTest.day(tenant, 1)
                            .at("two", "glomfjord", "h100-sxm")
                            .gpuHours("2", "10"),
                    IssueInvoiceTest.day(tenant, 1).at("-", "glomfjord", "-").energy("1", "1"));
            String run = books.start(tenant);
            survived = !MortalCopies.workOrDie(mortals.dyingOverData(MortalCopies.at(step)));
            issued.holdTogether(MortalCopies.DOCUMENTS_OF_DATA, entity, tenant);
            books.work();

            assertThat(books.items(run))
                    .as("killed at step %d", step)
                    .extracting(item -> item.key().group() + " " + item.outcome() + " " + item.number())
                    .containsExactly(
                            "one issued " + IssueInvoiceTest.number(entity, 1),
                            "two issued " + IssueInvoiceTest.number(entity, 2),
                            "- issued " + IssueInvoiceTest.number(entity, 3));
        }
    }
}
