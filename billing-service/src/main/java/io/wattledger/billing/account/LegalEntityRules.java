package io.wattledger.billing.account;

import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.TaxCurrency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold before a legal entity may bill. */
public final class LegalEntityRules {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9-]{0,20}");
    private static final int SHORTEST_KID = 4;
    private static final int LONGEST_KID = 25;
    private static final int FEWEST_DIGITS = 3;
    private static final int MOST_DIGITS = 12;

    private LegalEntityRules() {}

    /** What is wrong with one entity; empty when all is well. */
    public static List<Flaw> flaws(LegalEntity entity) {
        Seller seller = entity.seller();
        List<Flaw> flaws = new ArrayList<>();
        flaws.addAll(PartyRules.id("/id", seller.legalEntity()));
        flaws.addAll(PartyRules.name("/name", seller.name()));
        flaws.addAll(PartyRules.identity(seller.identity()));
        flaws.addAll(PartyRules.electronicAddress(seller.electronicAddress()));
        flaws.addAll(PartyRules.address(seller.address()));
        String iban = seller.bank().iban();
        if (!CheckDigits.iban(iban)) {
            flaws.add(new Flaw("/bank/iban", "'" + iban + "' is no IBAN: check digits 3 and 4 do not prove the rest"));
        }
        String note = seller.identity().noteFlaw();
        if (note != null) {
            flaws.add(new Flaw("/registerNote", note));
        }
        String currency = TaxCurrency.flaw(seller.identity().country(), seller.accountingCurrency());
        if (currency != null) {
            flaws.add(new Flaw("/accountingCurrency", currency));
        }
        InvoiceSeries series = entity.invoiceSeries();
        if (!PREFIX.matcher(series.prefix()).matches()) {
            flaws.add(new Flaw(
                    "/invoiceSeries/prefix",
                    "'" + series.prefix() + "' may have up to 20 letters, digits and hyphens"));
        }
        if (series.digits() < FEWEST_DIGITS || series.digits() > MOST_DIGITS) {
            flaws.add(new Flaw(
                    "/invoiceSeries/digits",
                    series.digits() + " does not lie between " + FEWEST_DIGITS + " and " + MOST_DIGITS));
        }
        KidAgreement kid = seller.bank().kid();
        if (kid != null) {
            flaws.addAll(kid(kid, series));
        }
        if (entity.chart() != null) {
            flaws.addAll(chart(entity.chart()));
        }
        if (entity.ledger() != null) {
            flaws.addAll(ledger(entity.ledger()));
        }
        Integer years = entity.retentionYears();
        String tooFew = years == null ? null : Retention.flaw(seller.identity().country(), years);
        if (tooFew != null) {
            flaws.add(new Flaw("/retentionYears", tooFew));
        }
        return List.copyOf(flaws);
    }

    /** VAT that is charged is owed to somebody, and so needs an account. */
    private static List<Flaw> chart(ChartOfAccounts chart) {
        List<Flaw> flaws = new ArrayList<>();
        if (chart.revenue().isEmpty()) {
            flaws.add(new Flaw("/chart/revenue", "is empty; name at least one account of revenue"));
        }
        for (int i = 0; i < chart.vat().size(); i++) {
            VatAccount vat = chart.vat().get(i);
            if (vat.category().charged() && vat.account() == null) {
                flaws.add(new Flaw(
                        "/chart/vat/" + i + "/account",
                        "is missing; VAT of category " + vat.category() + " is charged and owed"));
            }
        }
        return flaws;
    }

    /** An account that stands twice would have two names. */
    private static List<Flaw> ledger(GeneralLedger ledger) {
        List<Flaw> flaws = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ledger.accounts().size(); i++) {
            String account = ledger.accounts().get(i).account();
            if (!seen.add(account)) {
                flaws.add(new Flaw("/chart/accounts/" + i + "/account", "'" + account + "' stands twice"));
            }
        }
        return flaws;
    }

    /** A KID has 4 to 25 characters, the last one being the check digit, and the number of an invoice must fit in. */
    private static List<Flaw> kid(KidAgreement kid, InvoiceSeries series) {
        int length = kid.customerDigits() + kid.invoiceDigits() + 1;
        int ofNumber = series.prefix().replaceAll("[^0-9]", "").length() + series.digits();
        List<Flaw> flaws = new ArrayList<>();
        if (kid.customerDigits() < 0 || length < SHORTEST_KID || length > LONGEST_KID) {
            flaws.add(new Flaw(
                    "/bank/kid",
                    "a KID of " + length + " characters does not lie between " + SHORTEST_KID + " and " + LONGEST_KID));
        }
        if (kid.invoiceDigits() < ofNumber) {
            flaws.add(new Flaw(
                    "/bank/kid/invoiceDigits",
                    kid.invoiceDigits() + " digits have no room for the " + ofNumber + " of an invoice number"));
        }
        return flaws;
    }

    /**
     * Whether {@code entity} would give numbers that another gives too: under its prefix, or under one that only the zeros of the
     * other's numbers make longer. Hyphens do not tell numbers apart, since payers leave them out.
     */
    public static List<Flaw> sharedPrefix(LegalEntity entity, Collection<LegalEntity> all) {
        String prefix = entity.invoiceSeries().prefix();
        return all.stream()
                .filter(other -> !other.id().equals(entity.id()))
                .filter(other -> meet(entity.invoiceSeries(), other.invoiceSeries()))
                .map(other -> new Flaw(
                        "/invoiceSeries/prefix",
                        other.invoiceSeries().prefix().equals(prefix)
                                ? "'" + prefix + "' is already the prefix of legal entity " + other.id()
                                : "'" + prefix + "' with "
                                        + entity.invoiceSeries().digits()
                                        + " digits gives numbers that legal entity " + other.id() + " gives under '"
                                        + other.invoiceSeries().prefix() + "' with "
                                        + other.invoiceSeries().digits() + "; choose another prefix"))
                .toList();
    }

    private static String bare(InvoiceSeries series) {
        return series.prefix().replace("-", "").toUpperCase(Locale.ROOT);
    }

    private static boolean meet(InvoiceSeries one, InvoiceSeries other) {
        String bare = bare(one);
        String otherBare = bare(other);
        boolean begins = bare.startsWith(otherBare) || otherBare.startsWith(bare);
        String longer = bare.length() > otherBare.length() ? bare : otherBare;
        String rest = longer.substring(Math.min(bare.length(), otherBare.length()));
        return one.prefix().equals(other.prefix())
                || begins
                        && rest.chars().allMatch(Character::isDigit)
                        && bare.length() + one.digits() == otherBare.length() + other.digits();
    }
}
