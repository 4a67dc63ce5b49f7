package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.flow.CommercialBook.Draw;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows how the minimum commitments of a contract stand. */
@ApplicationScoped
public class ReadCommitments {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final CommercialBook book;

    ReadCommitments(TenantScope scope, AccountBook accounts, CommercialBook book) {
        this.scope = scope;
        this.accounts = accounts;
        this.book = book;
    }

    /**
     * A commitment in one interval.
     *
     * @param commitment as agreed
     * @param interval its months
     * @param drawn by all documents together
     * @param closed whether a shortfall was billed
     * @param draws by which documents, in the order of issue
     */
    public record Standing(Commitment commitment, MonthSpan interval, Money drawn, boolean closed, List<Draw> draws) {

        /** Copies the list. */
        public Standing {
            draws = List.copyOf(draws);
        }

        /** What is left; below zero never, since nothing counts beyond it. */
        public Money left() {
            return commitment.committed().minus(drawn);
        }
    }

    /** All intervals of the commitments that a contract counts towards; empty where the tenant has no such contract. */
    public Optional<List<Standing>> read(String tenant, String contract) {
        return scope.inTransaction(tenant, connection -> {
            Optional<Account> account = accounts.account(tenant).map(AccountBook.Revised::value);
            if (account.isEmpty()
                    || account.get().contracts().stream()
                            .noneMatch(one -> one.id().equals(contract))) {
                return Optional.empty();
            }
            List<Draw> draws = book.draws(connection, tenant);
            List<Standing> standings = new ArrayList<>();
            for (Commitment commitment : account.get().terms().commitments()) {
                if (commitment.contracts().contains(contract)) {
                    commitment.intervals().forEach(interval -> standings.add(standing(commitment, interval, draws)));
                }
            }
            return Optional.of(standings);
        });
    }

    private static Standing standing(Commitment commitment, MonthSpan interval, List<Draw> all) {
        List<Draw> draws = all.stream()
                .filter(draw -> draw.commitment().equals(commitment.id())
                        && draw.interval().equals(interval)
                        && draw.drawn().currency().equals(commitment.committed().currency()))
                .toList();
        Money nothing = Money.zero(commitment.committed().currency());
        return new Standing(
                commitment,
                interval,
                draws.stream().map(Draw::drawn).reduce(nothing, Money::plus),
                draws.stream().anyMatch(Draw::billsShortfall),
                draws);
    }
}
