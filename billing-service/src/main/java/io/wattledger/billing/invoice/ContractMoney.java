package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What discounts, commitments and credits of the tenant did to a document: its own copy, so that it explains itself
 * whatever becomes of them.
 *
 * @param discounts what each discount took off, in the order in which they were taken
 * @param commitments what the lines counted towards
 * @param credits what was drawn, in order of drawing; on a credit note what goes back, and on an invoice before it what goes back
 *     for earlier months
 * @param revised what discounts in per cent take more or less of months that the document corrects; absent where nothing, and in
 *     what was issued before it was told
 */
public record ContractMoney(
        List<DiscountTaken> discounts,
        List<CommitmentDrawn> commitments,
        List<CreditDrawn> credits,
        @Nullable List<DiscountRevised> revised) {

    /** Copies the lists; none of no discount is none. */
    public ContractMoney {
        discounts = List.copyOf(discounts);
        commitments = List.copyOf(commitments);
        credits = List.copyOf(credits);
        revised = revised == null || revised.isEmpty() ? null : List.copyOf(revised);
    }

    /** What happened to a document that corrects no discount in per cent. */
    public ContractMoney(List<DiscountTaken> discounts, List<CommitmentDrawn> commitments, List<CreditDrawn> credits) {
        this(discounts, commitments, credits, null);
    }

    /** What discounts in per cent take more or less of months that the document corrects. */
    public List<DiscountRevised> discountsRevised() {
        return revised == null ? List.of() : revised;
    }

    /** What paid credits settle, or on a credit note get back, as an amount above zero; absent where it is nothing. */
    @Nullable
    Money prepaid() {
        Money sum = null;
        for (CreditDrawn credit : credits) {
            if (credit.kind() == CreditKind.PAID) {
                sum = sum == null ? credit.drawn() : sum.plus(credit.drawn());
            }
        }
        return sum == null || sum.signum() >= 0 ? sum : sum.negated();
    }

    /** Whether there is nothing to tell. */
    public boolean saysNothing() {
        return discounts.isEmpty() && commitments.isEmpty() && credits.isEmpty() && revised == null;
    }

    /**
     * A discount.
     *
     * @param id unique within the account
     * @param words as agreed
     * @param taken what it took off all lines together, above zero; below zero where a credit note gives back of it
     */
    public record DiscountTaken(String id, String words, Money taken) {}

    /**
     * What a discount in per cent takes of an earlier month since that was corrected. It is in the amounts of the lines; here it
     * is told for the cap.
     *
     * @param invoice number of the month's invoice
     * @param id unique within the account
     * @param words as agreed
     * @param taken what it takes more than all documents of the month before; below zero where it takes less
     */
    public record DiscountRevised(String invoice, String id, String words, Money taken) {}

    /**
     * What a document counts towards a minimum commitment.
     *
     * @param id unique within the account
     * @param words as agreed
     * @param months for which the amount is committed
     * @param balance how it stands, in the currency of the commitment
     * @param counted what the lines count, in the currency of the document
     * @param rate from that currency to the commitment's; absent where they are the same
     * @param lines how much each line counts; those that count nothing are left out
     * @param shortfallLine the line that bills what was left at the end; absent where nothing was or the end is not reached
     */
    public record CommitmentDrawn(
            String id,
            String words,
            MonthSpan months,
            Balance balance,
            Money counted,
            @Nullable ExchangeRate rate,
            List<CountedLine> lines,
            @Nullable Integer shortfallLine) {

        /** Copies the list. */
        public CommitmentDrawn {
            lines = List.copyOf(lines);
        }

        /** What counts by the rate: all but lines that give back what an earlier invoice has drawn by its own. */
        public Money countedByRate() {
            Money sum = counted;
            for (CountedLine line : lines) {
                sum = line.drawn() == null ? sum : sum.minus(line.counted());
            }
            return sum;
        }
    }

    /**
     * How a commitment stands.
     *
     * @param committed for the whole span
     * @param before drawn before this document; absent on a credit note, which gives back
     * @param drawn by this document; below zero where it gives back
     */
    public record Balance(Money committed, @Nullable Money before, Money drawn) {

        /** What is left to be drawn after this document; absent where it is not told what was drawn before. */
        public @Nullable Money left() {
            return before == null ? null : committed.minus(before).minus(drawn);
        }
    }

    /**
     * A line that counts.
     *
     * @param line its number (BT-126)
     * @param counted the part of its net amount that counts
     * @param drawn what that is in the currency of the commitment where it is not by the rate of the document: a line that takes back
     *     of an earlier invoice gives back what that has drawn; absent otherwise, and in what was issued before it was told
     */
    public record CountedLine(
            int line, Money counted, @Nullable Money drawn) {

        /** A line that counts by the rate of the document. */
        public CountedLine(int line, Money counted) {
            this(line, counted, null);
        }
    }

    /**
     * What was drawn from a credit.
     *
     * @param id of the credit
     * @param kind paid for or promotional
     * @param words what it is
     * @param before its balance before this document; absent where it gives back
     * @param drawn by this document; below zero where it gives back
     * @param expiresOn the last day on which it can be drawn; absent where it does not expire
     */
    public record CreditDrawn(
            String id,
            CreditKind kind,
            String words,
            @Nullable Money before,
            Money drawn,
            @Nullable LocalDate expiresOn) {

        /** Its balance after this document; absent where the one before is not told. */
        public @Nullable Money left() {
            return before == null ? null : before.minus(drawn);
        }
    }
}
