package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.invoices.InvoiceLookup;
import io.wattledger.launcher.suite.KnownNames;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.Services;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists issued documents with what is owed. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists invoices and credit notes with their totals, and what is still owed.")
final class InvoicesListCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--period", paramLabel = "MONTH", description = "Only of this billing month, such as 2026-10.")
    private @Nullable YearMonth period;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only in this state: issued, part-paid, overdue, paid, credited, written-off, overpaid.")
    private @Nullable String state;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only invoice, correction or credit-note.")
    private @Nullable String kind;

    @Option(names = "--legal-entity", paramLabel = "ID", description = "Only issued by this legal entity.")
    private @Nullable String legalEntity;

    @Override
    public Integer call() {
        Query question = Query.NONE
                .with("tenant", tenant)
                .with("period", period == null ? null : period.toString())
                .with("state", state)
                .with("kind", kind)
                .with("legalEntity", legalEntity);
        return shared.atSuite(Services.NOBODY_IN_PARTICULAR, services -> {
            List<JsonNode> invoices = new InvoiceLookup(services).list(question);
            if (invoices.isEmpty()) {
                requireNames(new KnownNames(services));
            }
            if (shared.asJson()) {
                Shared.printJson(invoices);
            } else {
                InvoicesText.printList(invoices, Shared.out());
            }
            return ExitCode.DONE;
        });
    }

    private void requireNames(KnownNames known) {
        if (tenant != null) {
            known.requireTenants(List.of(tenant));
        }
        if (legalEntity != null) {
            known.requireLegalEntity(legalEntity);
        }
    }
}
