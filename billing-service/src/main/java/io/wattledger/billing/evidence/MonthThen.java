package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.invoice.AcrossLines;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An issued month as it stood when a document corrected it. Its usage is in the books, which never lose any; documents that were
 * stored before it was looked up there have a copy of all of it.
 *
 * @param number number of the month's invoice
 * @param effects what documents had done to its lines until then, the oldest first
 * @param invoiced its usage as it had been invoiced last; absent where the books have it
 * @param rated its usage as it was rated then; absent where the books have it
 * @param names of sites and SKUs
 * @param commercial from what discounts, commitments and credits of the month's invoice were computed, with what other months
 *     have taken of its discounts of an amount since; absent where it had none
 * @param books where the books have its usage, and how that is taxed; absent where it is copied
 * @param billed what was left of its invoice and of those that had billed more of it, the oldest first: of these, discounts of an
 *     amount are taken anew; absent where the month has none, and in what was stored before they were
 */
public record MonthThen(
        String number,
        List<LineEffect> effects,
        @Nullable List<RatedUsage> invoiced,
        @Nullable List<RatedUsage> rated,
        Names names,
        @Nullable CommercialBasis commercial,
        @Nullable InBooks books,
        @Nullable List<BilledThen> billed) {

    /** Copies the lists. */
    public MonthThen {
        effects = List.copyOf(effects);
        invoiced = invoiced == null ? null : List.copyOf(invoiced);
        rated = rated == null ? null : List.copyOf(rated);
        billed = billed == null ? null : List.copyOf(billed);
    }

    /**
     * What was left of an invoice.
     *
     * @param number its number
     * @param left of each of its lines, by number
     * @param across of its allowances and credits
     */
    public record BilledThen(String number, SortedMap<Integer, Money> left, AcrossLines across) {

        /** Copies the map. */
        public BilledThen {
            left = new TreeMap<>(left);
        }
    }

    /**
     * The documents under whose numbers the usage of a month is written down. Under the first all of it, under later ones what
     * had changed: so of each record that counts which was written last.
     *
     * @param invoiced what counts as it had been invoiced last
     * @param revised beside, of which what is rated then counts; absent where it is the correcting document itself
     * @param vat how charges are taxed for which the month's invoice has no line; absent where the first line says it, which bills
     *     the month itself, and in what was stored when the first line always did
     */
    public record InBooks(
            List<String> invoiced,
            @Nullable String revised,
            @Nullable VatTreatment vat) {

        /** Copies the list. */
        public InBooks {
            invoiced = List.copyOf(invoiced);
        }
    }

    /** A month whose usage is copied. */
    public static MonthThen copied(
            String number,
            List<LineEffect> effects,
            List<RatedUsage> invoiced,
            List<RatedUsage> rated,
            Names names,
            @Nullable CommercialBasis commercial) {
        return new MonthThen(number, effects, invoiced, rated, names, commercial, null, null);
    }

    /** A month whose usage the books have. */
    public static MonthThen inBooks(
            String number,
            List<LineEffect> effects,
            Names names,
            @Nullable CommercialBasis commercial,
            InBooks books,
            @Nullable List<BilledThen> billed) {
        return new MonthThen(number, effects, null, null, names, commercial, books, billed);
    }

    /** The copy of its usage as it had been invoiced last; none where the books have it. */
    public List<RatedUsage> copiedInvoiced() {
        return invoiced == null ? List.of() : invoiced;
    }

    /** The copy of its usage as it was rated then; none where the books have it. */
    public List<RatedUsage> copiedRated() {
        return rated == null ? List.of() : rated;
    }

    /** How charges are taxed for which its invoice has no line; absent where the first line says it. */
    @Nullable
    VatTreatment vat() {
        return books == null ? null : books.vat();
    }

    /** Numbers of the issued documents without which it cannot be corrected. */
    List<String> documents() {
        return billed == null
                ? List.of(number)
                : Stream.concat(Stream.of(number), billed.stream().map(BilledThen::number))
                        .distinct()
                        .toList();
    }
}
