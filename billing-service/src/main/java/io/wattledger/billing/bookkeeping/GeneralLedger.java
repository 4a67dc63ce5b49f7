package io.wattledger.billing.bookkeeping;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a legal entity says of its general ledger beside the accounts on which documents post.
 *
 * @param accounts names and groupings, for SAF-T; none where it has no such file
 * @param reminders where what reminders claim is booked; absent where they claim nothing
 */
public record GeneralLedger(
        List<LedgerAccount> accounts, @Nullable ReminderAccounts reminders) {

    /** Nothing is said. */
    public static final GeneralLedger NONE = new GeneralLedger(List.of(), null);

    /** Copies the list. */
    public GeneralLedger {
        accounts = List.copyOf(accounts);
    }

    /**
     * Accounts of what is claimed beside an invoice. It is compensation for paying late, no turnover, so it bears no VAT.
     *
     * @param fee for reminding
     * @param interest for the time since an invoice was due
     */
    public record ReminderAccounts(String fee, String interest) {}

    /** An account by its number. */
    Optional<LedgerAccount> account(String number) {
        return accounts.stream().filter(one -> one.account().equals(number)).findFirst();
    }
}
