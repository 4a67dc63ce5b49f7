package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.rating.MonthUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what billing months of contracts are rated from. */
@ApplicationScoped
class MonthInputs {

    private final RatingInputs inputs;
    private final RatedDays ratedDays;

    MonthInputs(RatingInputs inputs, RatedDays ratedDays) {
        this.inputs = inputs;
        this.ratedDays = ratedDays;
    }

    /**
     * A month of a contract.
     *
     * @param contract as it is agreed now
     * @param interval the part of the month that it covers
     */
    record Agreed(ContractFacts contract, Interval interval) {}

    MonthUsage usage(Connection connection, MonthKey month, Agreed agreed) throws SQLException {
        return new MonthUsage(
                month.tenant(),
                agreed.contract(),
                agreed.interval(),
                ratedDays.inside(connection, month.tenant(), month.contract(), agreed.interval()).stream()
                        .filter(day -> !day.unrated())
                        .toList(),
                inputs.loads(connection, month.tenant(), agreed.interval()));
    }

    /** The months whose contracts there are and that they cover. */
    SortedMap<MonthKey, Agreed> agreed(Connection connection, Collection<MonthKey> months) throws SQLException {
        Map<String, AccountFacts> accounts = inputs.accountsOf(
                connection, months.stream().map(MonthKey::tenant).distinct().toList());
        SortedMap<MonthKey, Agreed> agreed = new TreeMap<>();
        for (MonthKey month : months) {
            AccountFacts account = accounts.get(month.tenant());
            for (ContractFacts contract : account == null ? List.<ContractFacts>of() : account.contracts()) {
                Interval interval = contract.contract().equals(month.contract())
                        ? ContractMonths.interval(contract, month.month())
                        : null;
                if (interval != null) {
                    agreed.put(month, new Agreed(contract, interval));
                }
            }
        }
        return agreed;
    }
}
