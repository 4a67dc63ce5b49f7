package io.wattledger.billing.account;

import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.Customer;
import io.wattledger.billing.tax.Determination;
import io.wattledger.billing.tax.Supply;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatGround;
import io.wattledger.billing.tax.VatRules;
import io.wattledger.billing.tax.VatTreatment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a contract's usage is taxed: as the rules decide, or as the contract states where it overrides them. */
public final class ContractVat {

    private ContractVat() {}

    /**
     * The treatment of a document between these parties. Where it cannot be made as the law wants it, what a contract states does not
     * help, unless it says why that will do: it may have been stored before anybody asked.
     *
     * @param taxPoint the last day of the billing period: a service billed by periods is supplied when the period ends (Directive
     *     2006/112/EC Art. 64 (1)), which is also the date of supply that documents state (BT-72)
     */
    public static Determination on(Contract contract, Seller seller, Buyer buyer, LocalDate taxPoint) {
        VatTerms stated = contract.vat();
        if (stated != null && stated.overrideReason() != null) {
            return new Determination.Decided(stated.treatment());
        }
        Determination byRules = VatRules.determine(supply(seller, buyer, taxPoint));
        boolean isUnsupported = byRules instanceof Determination.Undecided undecided && undecided.isUnsupported();
        return stated == null || isUnsupported ? byRules : new Determination.Decided(stated.treatment());
    }

    /** What is wrong with a contract's treatment on its first day, and what to do; empty when all is well. */
    static List<String> flaws(Contract contract, Seller seller, Buyer buyer) {
        LocalDate day = contract.term().validFrom();
        VatTerms stated = contract.vat();
        if (stated != null) {
            List<String> flaws = new ArrayList<>(
                    TaxDetermination.flaws(stated.treatment(), seller.identity().country(), day));
            if (stated.overrideReason() != null && stated.overrideReason().isBlank()) {
                flaws.add("overrideReason is blank; say on what the treatment rests, or leave it out");
            }
            // A treatment that cannot be right by itself is not compared as well: one flaw is told once.
            return flaws.isEmpty() && stated.overrideReason() == null
                    ? contradiction(stated.treatment(), supply(seller, buyer, day))
                    : flaws;
        }
        return on(contract, seller, buyer, day) instanceof Determination.Undecided undecided
                ? List.of(undecided.detail())
                : List.of();
    }

    /** What speaks against a treatment that is stated without a reason where a rule decides another one. */
    private static List<String> contradiction(VatTreatment stated, Supply supply) {
        Determination determination = VatRules.determine(supply);
        if (determination instanceof Determination.Undecided undecided && undecided.isUnsupported()) {
            return List.of(undecided.detail());
        }
        if (!(determination instanceof Determination.Decided decided)
                || decided.treatment().equals(stated)) {
            return List.of();
        }
        VatGround ground = Objects.requireNonNull(decided.treatment().ground(), "what a rule decides has a ground");
        return List.of("states " + inWords(stated) + ", but rule " + ground.rule() + " version " + ground.version()
                + " decides " + inWords(decided.treatment()) + " on " + supply.taxPoint() + ": " + ground.inWords()
                + "; leave vat out, or say as its overrideReason on what it rests (X-VAT-DECIDED)");
    }

    private static String inWords(VatTreatment vat) {
        return vat.category() + " at " + vat.ratePercent().toPlainString() + " %";
    }

    private static Supply supply(Seller seller, Buyer buyer, LocalDate taxPoint) {
        LegalIdentity from = seller.identity();
        LegalIdentity to = buyer.identity();
        return new Supply(
                from.country(),
                isProven(from.country(), from.vatNumber()),
                to.country(),
                switch (buyer.kind()) {
                    case PUBLIC -> Customer.PUBLIC_BODY;
                    case BUSINESS -> Customer.BUSINESS;
                    case CONSUMER -> Customer.CONSUMER;
                },
                isProven(to.country(), to.vatNumber()),
                to.registrationNumber() != null && !to.registrationNumber().isBlank(),
                taxPoint,
                buyer.language());
    }

    private static boolean isProven(String country, @Nullable String vatNumber) {
        return vatNumber != null && VatNumbers.valid(country, vatNumber);
    }
}
