package io.wattledger.billing.focus;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the rows of the Billing Period dataset of FOCUS 1.4: one per issuer and billing month, by which a reader knows
 * whether the rows of a month are final. Months begin and end in the time zone of the contract, so an issuer with contracts in
 * several zones has several rows for a calendar month; they are open and closed together.
 */
public final class BillingPeriods {

    private static final Comparator<Period> ORDER = Comparator.comparing(Period::month)
            .thenComparing(Period::legalEntity)
            .thenComparing(Period::start)
            .thenComparing(Period::end);

    private final ClosedMonths closed;

    /** When something was last recorded, by the name under which the issuer did it; none yet where that is empty. */
    private final SortedMap<Period, SortedMap<String, Instant>> periods = new TreeMap<>(ORDER);

    private final SortedMap<String, String> names = new TreeMap<>();

    /** Rows that say of these months that they are closed. */
    public BillingPeriods(ClosedMonths closed) {
        this.closed = closed;
    }

    private record Period(String legalEntity, YearMonth month, Instant start, Instant end) {}

    /** A month in which a contract is billed, whether anything was issued in it or not. */
    public void billed(String legalEntity, String name, YearMonth month, ZoneId zone) {
        names.put(legalEntity, name);
        Instant start = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        periods.computeIfAbsent(new Period(legalEntity, month, start, end), period -> new TreeMap<>());
    }

    /** A document in its month. */
    public void issued(FocusDocument document, Instant recordedAt) {
        Period period = new Period(
                document.invoice().seller().legalEntity(),
                document.billingMonth(),
                document.periodStart(),
                document.periodEnd());
        periods.computeIfAbsent(period, one -> new TreeMap<>())
                .merge(
                        document.invoice().seller().name(),
                        recordedAt,
                        (one, other) -> one.isAfter(other) ? one : other);
    }

    /** The rows by month, issuer and start. */
    public List<FocusRow> rows() {
        List<FocusRow> rows = new ArrayList<>();
        periods.forEach((period, issuers) -> {
            if (issuers.isEmpty()) {
                rows.add(row(period, names.getOrDefault(period.legalEntity(), period.legalEntity()), period.start()));
            }
            for (Map.Entry<String, Instant> issuer : issuers.entrySet()) {
                rows.add(row(period, issuer.getKey(), issuer.getValue()));
            }
        });
        return rows;
    }

    private FocusRow row(Period period, String issuer, Instant updated) {
        Optional<Instant> closedAt = closed.closedAt(period.legalEntity(), period.month());
        Instant last = closedAt.filter(updated::isBefore).orElse(updated);
        return new FocusRow()
                // A period is there from its first instant on; it may have been invoiced in advance.
                .set(FocusColumn.BILLING_PERIOD_CREATED, last.isBefore(period.start()) ? last : period.start())
                .set(FocusColumn.BILLING_PERIOD_START, period.start())
                .set(FocusColumn.BILLING_PERIOD_END, period.end())
                .set(FocusColumn.BILLING_PERIOD_LAST_UPDATED, last)
                .set(FocusColumn.BILLING_PERIOD_STATUS, closedAt.isPresent() ? "Closed" : "Open")
                .set(FocusColumn.INVOICE_ISSUER_NAME, issuer);
    }
}
