package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.invoice.Seller;
import java.time.LocalDate;

/**
 * What a SAF-T file is made of.
 *
 * @param seller the legal entity
 * @param chart the accounts on which its vouchers post
 * @param ledger what these accounts are
 * @param from the first day
 * @param to the last day
 * @param createdOn the day on which the file is made
 */
public record AuditSelection(
        Seller seller,
        ChartOfAccounts chart,
        GeneralLedger ledger,
        LocalDate from,
        LocalDate to,
        LocalDate createdOn) {}
