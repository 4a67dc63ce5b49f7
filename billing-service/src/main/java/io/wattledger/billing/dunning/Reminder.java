package io.wattledger.billing.dunning;

import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A reminder as it is made; once made it stays.
 *
 * @param number of the invoice
 * @param level counts from 1
 * @param madeOn the day it is made
 * @param dueDate by which the invoice was to be paid
 * @param claim what is asked for
 * @param letter in words
 */
public record Reminder(String number, int level, LocalDate madeOn, LocalDate dueDate, Claim claim, Letter letter) {

    /**
     * What is asked for. Fees and interest are claimed beside the invoice; its ledger holds neither.
     *
     * @param open what is owed for the invoice
     * @param earlierFees for the reminders before this one, which are owed still; none in what was stored before they were told
     * @param fee for this reminder
     * @param interest on what was open since the due date
     */
    public record Claim(Money open, @Nullable Money earlierFees, Money fee, Money interest) {

        /** Fills in what older reminders do not say. */
        public Claim {
            earlierFees = earlierFees == null ? Money.zero(open.currency()) : earlierFees;
        }

        /** What is owed for the reminders before this one. */
        @Override
        public Money earlierFees() {
            return earlierFees == null ? Money.zero(open.currency()) : earlierFees;
        }

        /** All of it. */
        public Money total() {
            return open.plus(earlierFees()).plus(fee).plus(interest);
        }
    }

    /**
     * The words.
     *
     * @param language BCP 47 tag
     * @param subject one line
     * @param body paragraphs, an empty line between them
     */
    public record Letter(String language, String subject, String body) {}
}
