package io.wattledger.billing.evidence;

import io.wattledger.contracts.message.RatedUsage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parts of a bundle are called, and their forms. */
public final class BundleParts {

    /** The issued document as data. */
    public static final String MODEL = "invoice/model.json";

    /** What it was computed from: an {@link InvoiceBasis}. */
    public static final String BASIS = "invoice/basis.json";

    /** How it was filed: {@link Filed}. */
    public static final String FILED = "invoice/filed.json";

    /** The rated usage of its month: {@link Usage}. */
    public static final String USAGE = "usage/records.json";

    /** From which input the way of each record begins: {@link Bases}. */
    public static final String BASES = "rating/bases.json";

    /** Leads the names of what was rated from, each {@code SHA-256.json}. */
    public static final String INPUTS = "rating/inputs/";

    /** Leads the names of price documents as they were received, each a SHA-256. */
    public static final String PRICE_DOCUMENTS = "price-documents/";

    /** Leads the names of the issued forms of the document. */
    public static final String DOCUMENTS = "documents/";

    /** Leads the names of other issued documents as data, each {@code NUMBER.json}. */
    public static final String RELATED = "related/";

    /** Leads the usage of corrected months as it had been invoiced last, each {@code NUMBER.json}: {@link Usage}. */
    public static final String INVOICED = "usage/invoiced/";

    /** Leads the usage of corrected months as it was rated then, each {@code NUMBER.json}: {@link Usage}. */
    public static final String RATED = "usage/rated/";

    /** The member of {@link Usage} and {@link Bases} that is read element by element. */
    public static final String RECORDS = "records";

    private static final String JSON = ".json";

    private BundleParts() {}

    /**
     * How a document was filed.
     *
     * @param kind {@code invoice}, {@code correction} or {@code credit-note}
     * @param ruleSet names and versions of the rules by which it was found valid
     * @param accountRevision revision of the account it was made from
     */
    public record Filed(String kind, String ruleSet, long accountRevision) {}

    /** Rated records, in order of their keys. */
    public record Usage(List<RatedUsage> records) {

        /** Copies the list. */
        public Usage {
            records = List.copyOf(records);
        }
    }

    /** The bases of all records of the bundle, those of its month and those that corrections rest on. */
    public record Bases(List<RecordBasis> records) {

        /** Copies the list. */
        public Bases {
            records = List.copyOf(records);
        }
    }

    /**
     * The basis of a revision of a record.
     *
     * @param sha256 hash of the input from which it was rated; absent where pricing has not kept it
     */
    public record RecordBasis(
            String project,
            String site,
            String sku,
            Instant periodStart,
            long revision,
            @Nullable String sha256) {

        /** The same under another name of the project. */
        public RecordBasis of(String otherProject) {
            return new RecordBasis(otherProject, site, sku, periodStart, revision, sha256);
        }
    }

    /** The name of an input. */
    public static String input(String sha256) {
        return INPUTS + sha256 + JSON;
    }

    /** The name of another issued document. */
    public static String related(String number) {
        return RELATED + number + JSON;
    }

    /** The name of the usage of a corrected month as it had been invoiced last. */
    public static String invoiced(String number) {
        return INVOICED + number + JSON;
    }

    /** The name of the usage of a corrected month as it was rated then. */
    public static String rated(String number) {
        return RATED + number + JSON;
    }
}
