package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * The part of a contract's month that one of several documents bills.
 *
 * @param name unique within the month
 * @param projects which projects
 * @param accountingReference BT-19, the cost centre where the buyer books it
 */
public record InvoiceGroup(
        String name, ProjectSelection projects, @Nullable String accountingReference) {}
