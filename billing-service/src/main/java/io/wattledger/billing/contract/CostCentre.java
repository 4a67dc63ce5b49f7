package io.wattledger.billing.contract;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Where the buyer books what a project uses, from a billing month on and until the project's next entry.
 *
 * @param project id of the project; {@code -} for what belongs to none
 * @param from first billing month
 * @param costCentre BT-133 of each of its lines; absent where there is none from then on
 */
public record CostCentre(
        String project, YearMonth from, @Nullable String costCentre) {}
