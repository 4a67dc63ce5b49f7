package io.wattledger.billing.tax;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In which currency sellers of a country state VAT, and how old the rate may be that leads to it: dated rows of
 * {@code tax-currencies.json} with their source. Nothing is said of a country that the table does not have.
 *
 * @param countries ISO 3166-1 alpha-2
 * @param currency in which VAT is stated
 * @param validFrom first tax point for which it holds
 * @param validTo first tax point for which it no longer does; absent while no end is known
 * @param oldestRateDays how many days before the issue date a rate of exchange may have been published: banks are closed on weekends
 *     and for some days around Easter and Christmas
 * @param monthlyRates whether the authority publishes rates for whole months, so that one of the issue date's month holds however
 *     old it is
 * @param provision where it is laid down
 */
public record TaxCurrency(
        List<String> countries,
        Currency currency,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        int oldestRateDays,
        boolean monthlyRates,
        String provision) {

    private static final List<TaxCurrency> KNOWN =
            TaxData.read("tax-currencies.json", Table.class).currencies();

    /** Copies the list. */
    public TaxCurrency {
        countries = List.copyOf(countries);
    }

    private record Table(List<TaxCurrency> currencies) {}

    /** What holds for sellers of {@code country} on {@code day}; empty where nothing is known. */
    public static Optional<TaxCurrency> of(String country, LocalDate day) {
        return KNOWN.stream()
                .filter(row -> row.countries().contains(country)
                        && !row.validFrom().isAfter(day)
                        && (row.validTo() == null || day.isBefore(row.validTo())))
                .findFirst();
    }

    /** What is wrong with the currency in which sellers of {@code country} account for VAT at any time; absent when nothing is. */
    public static @Nullable String flaw(String country, Currency accounting) {
        List<TaxCurrency> rows =
                KNOWN.stream().filter(row -> row.countries().contains(country)).toList();
        if (rows.isEmpty() || rows.stream().anyMatch(row -> row.currency().equals(accounting))) {
            return null;
        }
        String wanted =
                rows.stream().map(row -> row.currency().getCurrencyCode()).collect(Collectors.joining(" or "));
        return "'" + accounting + "' is not the currency in which sellers in " + country + " state VAT: write " + wanted
                + " (" + rows.getLast().provision() + "); invoices may still be in any currency";
    }

    /** Whether a rate that was published for {@code rateDate} may convert the VAT of a document of {@code issueDate}. */
    public boolean takes(LocalDate rateDate, LocalDate issueDate) {
        return !rateDate.isBefore(issueDate.minusDays(oldestRateDays))
                || monthlyRates && YearMonth.from(rateDate).equals(YearMonth.from(issueDate));
    }

    /** How old a rate may be, in words. */
    public String ageInWords() {
        return "at most " + oldestRateDays + " days old"
                + (monthlyRates ? ", or of the calendar month of the issue date" : "");
    }
}
