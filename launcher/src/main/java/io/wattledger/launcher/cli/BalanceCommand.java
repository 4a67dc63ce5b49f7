package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.bill.Books;
import io.wattledger.launcher.suite.KnownNames;
import io.wattledger.launcher.suite.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows whether the books of law 8 balance over the three services. */
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        description =
                "Shows the chain from events received to GPU time invoiced over the three services of the running suite,"
                        + " and whether it balances.")
final class BalanceCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of this tenant; may be given several times.")
    private List<String> tenants = new ArrayList<>();

    @Option(
            names = "--recount",
            description = "Has each service count the sums that it keeps again from its rows, and names who differs.")
    private boolean recount;

    @Override
    public Integer call() {
        return shared.atSuite(Services.NOBODY_IN_PARTICULAR, services -> {
            requireTenants(services);
            return recount ? recount(services) : balance(services);
        });
    }

    /** Usage may also be of a tenant without an account; of one that has neither there is nothing that could balance. */
    private void requireTenants(Services services) {
        var known = new KnownNames(services);
        List<String> unknown = tenants.stream()
                .filter(tenant -> !known.hasAccount(tenant))
                .filter(tenant -> Books.read(services, List.of(tenant)).events().received() == 0)
                .toList();
        if (!unknown.isEmpty()) {
            throw KnownNames.unknownTenants(unknown);
        }
    }

    private int balance(Services services) {
        Books books = Books.read(services, tenants);
        if (shared.asJson()) {
            Shared.printJson(books);
        } else {
            BalanceText.print(books, Shared.out());
        }
        List<String> broken = books.differences().broken();
        if (broken.isEmpty()) {
            return ExitCode.DONE;
        }
        System.err.println("The books do not balance: " + String.join(", ", broken)
                + ". What has just come in may still be on its way: ask again in a while.");
        return ExitCode.BOOKS_BROKEN;
    }

    private int recount(Services services) {
        Map<String, JsonNode> recounts = Books.recount(services, tenants);
        if (shared.asJson()) {
            Shared.printJson(recounts);
        } else {
            BalanceText.printRecount(recounts, Shared.out());
        }
        return BalanceText.differs(recounts) ? ExitCode.BOOKS_BROKEN : ExitCode.DONE;
    }
}
