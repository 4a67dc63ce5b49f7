package io.wattledger.billing.account;

import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.period.BillingMonth;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a contract keeps once months of it are issued. Their invoices are corrected by the usage of the days that they bill, by its
 * tariff, in the name and by the numbers of its legal entity; so these stay, and so do the days.
 */
public final class SettledRules {

    private static final String OTHERWISE =
            "; end it with validTo after the months that are issued, and begin another contract";

    private SettledRules() {}

    /**
     * What is wrong with a contract as it is to be.
     *
     * @param before as it was
     * @param now as it is to be
     * @param issued months of it, at least one, the oldest first
     * @return flaws with pointers from the contract
     */
    public static List<Flaw> flaws(Contract before, Contract now, List<YearMonth> issued) {
        List<Flaw> flaws = new ArrayList<>();
        ZoneId zone = before.billing().timeZone();
        if (!now.billing().timeZone().equals(zone)) {
            flaws.add(new Flaw(
                    "/billingTimeZone",
                    "'" + now.billing().timeZone() + "': months of this contract were issued by the midnights of "
                            + zone + OTHERWISE));
        }
        if (!now.tariff().equals(before.tariff())) {
            flaws.add(new Flaw(
                    "/tariff",
                    "'" + now.tariff() + "': months of this contract were issued by the tariff '" + before.tariff()
                            + "' and would be billed anew" + OTHERWISE));
        }
        if (!now.legalEntity().equals(before.legalEntity())) {
            flaws.add(new Flaw(
                    "/legalEntity",
                    "'" + now.legalEntity() + "': months of this contract were issued by '" + before.legalEntity()
                            + "', and what corrects them would have numbers and VAT of the other" + OTHERWISE));
        }
        issued.stream()
                .filter(month -> BillingMonth.of(before, month).isPresent()
                        && BillingMonth.of(now, month).isEmpty())
                .findFirst()
                .ifPresent(month -> flaws.add(emptied(now.term(), month)));
        return flaws;
    }

    /** A contract that an account is to have no more; its pointer is from the account. */
    public static Flaw leftOut(Contract contract, List<YearMonth> issued) {
        return new Flaw(
                "/contracts",
                "'" + contract.id() + "' is left out, but months of it were issued, the last of them "
                        + issued.getLast()
                        + ", and nothing would correct them any more; leave it in, and end it with validTo after them");
    }

    /** Whether a contract is to cover days of a month that it did not cover. */
    public static boolean adds(Contract before, Contract now, YearMonth month) {
        Optional<BillingPeriod> covered = BillingMonth.of(before, month);
        return BillingMonth.of(now, month)
                .filter(period -> covered.isEmpty() || !isInside(period, covered.get()))
                .isPresent();
    }

    /**
     * The days of an issued month that a contract is to cover and no invoice would bill.
     *
     * @param billed the days that the month's invoice bills
     */
    public static Optional<Flaw> added(Contract now, BillingPeriod billed) {
        return BillingMonth.of(now, billed.month())
                .filter(period -> !isInside(period, billed))
                .map(
                        period -> new Flaw(
                                period.firstDay().isBefore(billed.firstDay()) ? "/validFrom" : "/validTo",
                                billed.month() + " of this contract was issued from " + billed.firstDay() + " to "
                                        + billed.lastDay()
                                        + ", and no invoice would bill the days that are added to it; begin another contract for them"));
    }

    private static Flaw emptied(Term now, YearMonth month) {
        LocalDate monthAfter = month.plusMonths(1).atDay(1);
        boolean begins = !now.validFrom().isBefore(monthAfter);
        return new Flaw(
                begins ? "/validFrom" : "/validTo",
                "'" + (begins ? now.validFrom() : now.validTo()) + "': " + month
                        + " of this contract was issued; its invoice would stay while another contract bills the month again"
                        + OTHERWISE);
    }

    private static boolean isInside(BillingPeriod period, BillingPeriod other) {
        return !period.firstDay().isBefore(other.firstDay())
                && !period.dayAfter().isAfter(other.dayAfter());
    }
}
