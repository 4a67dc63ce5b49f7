package io.wattledger.billing.flow;

import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.PaymentBook.StatementFile;
import io.wattledger.billing.flow.PaymentBook.StatementHead;
import io.wattledger.billing.payment.BankStatement;
import io.wattledger.billing.payment.BankTransaction;
import io.wattledger.billing.payment.Camt053;
import io.wattledger.billing.payment.StatementRefused;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes in a file of bank statements: all of it, once, or nothing. What its transactions are for is found out afterwards, one
 * by one, so that none holds up another.
 */
@ApplicationScoped
public class TakeBankStatements {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final PaymentBook payments;
    private final Clock clock;

    TakeBankStatements(TenantScope scope, AccountBook accounts, PaymentBook payments, Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.payments = payments;
        this.clock = clock;
    }

    /**
     * What was taken in.
     *
     * @param file as it is kept
     * @param isNew false where the same bytes had come before
     */
    public record Taken(StatementFile file, boolean isNew) {}

    /**
     * Takes in a file.
     *
     * @throws io.wattledger.billing.payment.StatementRefused when it cannot be read, does not add up or is of an account
     *     that belongs to no legal entity
     */
    public Taken take(byte[] content, String by) {
        String sha256 = Sha256.hex(content);
        Optional<StatementFile> before = file(sha256);
        if (before.isPresent()) {
            return new Taken(before.get(), false);
        }
        List<BankStatement> statements = Camt053.read(content);
        return scope.inTransaction(List.of(), connection -> {
            List<StatementHead> heads = heads(statements);
            Set<String> ids = new HashSet<>();
            statements.forEach(statement -> statement.transactions().forEach(transaction -> ids.add(transaction.id())));
            int known = payments.known(connection, ids).size();
            StatementFile file = new StatementFile(sha256, clock.instant(), by, heads, ids.size(), known);
            if (!payments.addFile(connection, file, content)) {
                return new Taken(payments.file(connection, sha256).orElseThrow(), false);
            }
            for (int i = 0; i < heads.size(); i++) {
                List<BankTransaction> transactions = statements.get(i).transactions();
                Set<String> owners = new TreeSet<>(heads.get(i).legalEntities());
                payments.addTransactions(
                        connection, sha256, owners, heads.get(i).iban(), transactions);
            }
            return new Taken(file, true);
        });
    }

    /** A file by its hash. */
    public Optional<StatementFile> file(String sha256) {
        return scope.asOperator(connection -> payments.file(connection, sha256));
    }

    private List<StatementHead> heads(List<BankStatement> statements) {
        List<StatementHead> heads = new ArrayList<>();
        for (BankStatement statement : statements) {
            List<String> owners = accounts.legalEntities().stream()
                    .map(Revised::value)
                    .filter(entity -> entity.seller().bank().iban().equals(statement.iban()))
                    .map(entity -> entity.id())
                    .toList();
            if (owners.isEmpty()) {
                throw StatementRefused.unknownAccount(heads.size() + 1, statement.iban());
            }
            heads.add(new StatementHead(
                    statement.id(),
                    statement.iban(),
                    owners,
                    statement.currency().getCurrencyCode(),
                    statement.opening(),
                    statement.closing()));
        }
        return heads;
    }
}
