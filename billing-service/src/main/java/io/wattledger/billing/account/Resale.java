package io.wattledger.billing.account;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Who is invoiced for the usage of an account from a month on, until the next entry.
 *
 * @param from first billing month
 * @param reseller tenant id of the reseller's account; absent where the account is invoiced itself
 * @param contract id of the reseller's contract that the usage is billed under; present exactly with a reseller
 */
public record Resale(
        YearMonth from, @Nullable String reseller, @Nullable String contract) {}
