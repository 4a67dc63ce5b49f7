package io.wattledger.billing.tax;

import io.wattledger.billing.tax.Determination.Decided;
import io.wattledger.billing.tax.Determination.Undecided;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a service is taxed by the table {@code vat-rules.json}: the first row that fits seller, buyer, kind of buyer and tax
 * point. Whoever advises on tax changes the table, not this class.
 *
 * <p>What is sold is computing power and what belongs to it: a service that can be delivered from afar. Its place of supply is
 * by the general rule where a business buyer is established (Directive 2006/112/EC Art. 44 and its national forms).
 */
public final class VatRules {

    private static final String ANY = "*";
    private static final String ENGLISH = "en-GB";
    private static final String OVERRIDE =
            "; or state the treatment as the contract's vat with an overrideReason that says on what it rests";

    private static final Table TABLE = TaxData.read("vat-rules.json", Table.class);

    private VatRules() {}

    private record Table(List<Group> groups, List<VatRule> rules) {}

    private record Group(String name, List<String> countries) {}

    /** Decides. */
    public static Determination determine(Supply supply) {
        if (!supply.sellerIdentified()) {
            return new Undecided(
                    "the rules are for sellers that are registered for VAT, and the legal entity states no valid "
                            + "VAT number of " + supply.seller() + ": enter its vatNumber" + OVERRIDE);
        }
        Optional<VatRule> rule = TABLE.rules().stream()
                .filter(one -> one.inForce(supply.taxPoint())
                        && one.fits().sellers().contains(supply.seller())
                        && buyers(one, supply.buyer())
                        && one.fits().customers().contains(supply.customer()))
                .findFirst();
        if (rule.isEmpty()) {
            return new Undecided(noRule(supply));
        }
        if (rule.get().decides() == null) {
            return new Undecided("rule " + rule.get().id() + ": " + rule.get().explanation() + OVERRIDE, true);
        }
        return rule.get().isSatisfied(supply)
                ? decide(rule.get(), supply)
                : new Undecided(notKnown(rule.get(), supply));
    }

    /** What the rule of a ground writes on documents in English; empty where it writes nothing, or no such version is known. */
    static Optional<String> englishNote(VatGround ground) {
        return TABLE.rules().stream()
                .filter(rule -> rule.id().equals(ground.rule()) && Objects.equals(rule.version(), ground.version()))
                .flatMap(rule -> Stream.ofNullable(rule.decides()))
                .flatMap(decides -> Stream.ofNullable(decides.notes().get(ENGLISH)))
                .findFirst();
    }

    private static Determination decide(VatRule rule, Supply supply) {
        String place =
                switch (rule.decision().placeOfSupply()) {
                    case SELLER -> supply.seller();
                    case BUYER -> supply.buyer();
                };
        String name = rule.decision().rate();
        BigDecimal percent = BigDecimal.ZERO;
        String explanation = rule.explanation();
        if (name != null) {
            Optional<VatRates.Rate> rate = VatRates.named(supply.seller(), name, supply.taxPoint());
            if (rate.isEmpty()) {
                return new Undecided("no " + name + " rate of " + supply.seller() + " is known for " + supply.taxPoint()
                        + ": bill from a later day on" + OVERRIDE);
            }
            percent = rate.get().percent();
            explanation += " The " + name + " rate on " + supply.taxPoint() + " is "
                    + VatTreatment.plain(percent).toPlainString() + " %.";
        }
        VatGround ground = new VatGround(rule.id(), rule.version(), place, explanation, rule.references());
        VatRule.Outcome decides = rule.decision();
        return new Decided(new VatTreatment(
                decides.category(),
                percent,
                decides.exemptionCode(),
                note(decides.notes(), supply.language()),
                ground));
    }

    private static boolean buyers(VatRule rule, String country) {
        return rule.fits().buyers().stream()
                .anyMatch(one -> one.equals(ANY) || one.equals(country) || inGroup(one, country));
    }

    private static boolean inGroup(String name, String country) {
        return TABLE.groups().stream()
                .anyMatch(
                        group -> group.name().equals(name) && group.countries().contains(country));
    }

    private static String noRule(Supply supply) {
        String who =
                switch (supply.customer()) {
                    case PUBLIC_BODY -> "a public body";
                    case BUSINESS -> "a business";
                    case CONSUMER -> "a consumer";
                };
        String which = "no rule covers " + who + " in " + supply.buyer() + " buying from a seller in " + supply.seller()
                + " on " + supply.taxPoint();
        return supply.customer() == Customer.CONSUMER && !supply.buyer().equals(supply.seller())
                ? which + ": VAT of the consumer's country would be due (in the EU by the One Stop Shop), which is not "
                        + "supported; bill it from a legal entity in that country" + OVERRIDE
                : which + ": add one to vat-rules.json" + OVERRIDE;
    }

    private static String notKnown(VatRule rule, Supply supply) {
        return switch (rule.fits().buyerMustState()) {
            case VAT_OR_REGISTRATION_NUMBER ->
                "rule " + rule.id()
                        + " needs a buyer known by a number: enter its registrationNumber or a valid vatNumber of "
                        + supply.buyer() + OVERRIDE;
            case VAT_NUMBER, NOTHING ->
                "rule " + rule.id() + " needs a buyer identified for VAT: enter a valid vatNumber of " + supply.buyer()
                        + OVERRIDE;
        };
    }

    /** The note in the language, else in English; none where there are no notes. */
    private static @Nullable String note(SortedMap<String, String> notes, String languageTag) {
        if (notes.isEmpty()) {
            return null;
        }
        String language = Locale.forLanguageTag(languageTag).getLanguage();
        String known = language.equals("no") || language.equals("nn") ? "nb" : language;
        return notes.entrySet().stream()
                .filter(note -> note.getKey().startsWith(known + "-"))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseGet(() -> Objects.requireNonNull(notes.get(ENGLISH)));
    }
}
