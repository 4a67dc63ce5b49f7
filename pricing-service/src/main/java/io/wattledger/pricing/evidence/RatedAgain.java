package io.wattledger.pricing.evidence;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.RatingInput.Agreed;
import io.wattledger.pricing.evidence.RatingInput.DayBasis;
import io.wattledger.pricing.evidence.RatingInput.DayOfMonth;
import io.wattledger.pricing.evidence.RatingInput.MonthBasis;
import io.wattledger.pricing.evidence.RatingInput.RatedThen;
import io.wattledger.pricing.evidence.RatingInput.UsedSlots;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.SlotUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rates again what was rated once, from what was kept of it: by the same code, without any database. However many records it is
 * asked for, it remembers only some of what it has read and rated; what it has forgotten it works out again.
 */
public final class RatedAgain {

    /** Days before a month are asked for one after the other, and their records lie beside those of the month. */
    private static final int DAYS_REMEMBERED = 1_000;

    /** All series of a contract have records of the same month, so that a month must outlast its days. */
    private static final int MONTHS_REMEMBERED = 16;

    /** Sites, tariffs and prices of a day are those of all series; of a month there are some thirty days at some sites. */
    private static final int TERMS_REMEMBERED = 128;

    private final Inputs inputs;
    private final Remembered<List<RatedUsage>> days = new Remembered<>(DAYS_REMEMBERED);
    private final Remembered<List<RatedUsage>> months = new Remembered<>(MONTHS_REMEMBERED);
    private final Remembered<TermsReader> terms = new Remembered<>(TERMS_REMEMBERED);

    /** Rates from such inputs. */
    public RatedAgain(Inputs inputs) {
        this.inputs = inputs;
    }

    /** What was kept. */
    public interface Inputs {

        /** The content of that hash; null where it is missing. */
        byte @Nullable [] content(String sha256);
    }

    /** What was used last, up to a number. */
    private static final class Remembered<T> {

        private final int most;
        private final LinkedHashMap<String, T> oldestFirst = new LinkedHashMap<>();

        Remembered(int most) {
            this.most = most;
        }

        @Nullable
        T get(String hash) {
            T known = oldestFirst.remove(hash);
            if (known != null) {
                oldestFirst.put(hash, known);
            }
            return known;
        }

        T put(String hash, T value) {
            oldestFirst.put(hash, value);
            if (oldestFirst.size() > most) {
                oldestFirst.pollFirstEntry();
            }
            return value;
        }
    }

    /**
     * The record of a basis, with revision 1; empty where the basis comes to no such record, as when its usage was withdrawn.
     *
     * @throws UnusableInput where an input is missing or not what it must be
     */
    public Optional<RatedUsage> record(String basis, String recordKey) {
        return all(basis).stream()
                .filter(one -> one.recordKey().equals(recordKey))
                .findFirst();
    }

    private List<RatedUsage> all(String basis) {
        List<RatedUsage> day = days.get(basis);
        List<RatedUsage> known = day == null ? months.get(basis) : day;
        return known != null
                ? known
                : switch (read(basis)) {
                    case DayBasis one -> days.put(basis, ofDay(one));
                    case MonthBasis one -> months.put(basis, ofMonth(one));
                    default -> throw new UnusableInput(basis, "is no basis of a record");
                };
    }

    private List<RatedUsage> ofDay(DayBasis day) {
        TermsReader terms = terms(day.terms());
        Agreed agreed = read(day.agreed(), Agreed.class);
        DayUsage usage = new DayUsage(
                day.key(),
                day.siteDay(),
                day.interval(),
                SlotRun.slots(read(day.slots(), UsedSlots.class).runs()),
                agreed.contracts());
        return new DayRating(terms.agreement(agreed.overrides()), terms.quotes())
                .rate(usage)
                .rated();
    }

    private List<RatedUsage> ofMonth(MonthBasis month) {
        TermsReader terms = terms(month.terms());
        Agreed agreed = read(month.agreed(), Agreed.class);
        ContractFacts contract = agreed.contracts().stream()
                .filter(one -> one.contract().equals(month.contract()))
                .findFirst()
                .orElseThrow(() -> new UnusableInput(month.agreed(), "has no contract " + month.contract()));
        List<RatedUsage> days = new ArrayList<>();
        SortedMap<String, ProjectLoad> loads = new TreeMap<>();
        for (String hash : month.days()) {
            DayOfMonth day = read(hash, DayOfMonth.class);
            day.rated().forEach(one -> days.add(of(one)));
            for (String slots : day.slots()) {
                add(loads, read(slots, UsedSlots.class));
            }
        }
        MonthUsage usage =
                new MonthUsage(month.tenant(), contract, month.interval(), days, List.copyOf(loads.values()));
        return new MonthRating(terms.agreement(agreed.overrides()), terms.quotes()).rate(usage);
    }

    private RatedUsage of(RatedThen then) {
        if (then.emptied() != null) {
            return then.emptied();
        }
        return record(then.basis(), then.key())
                .map(one -> one.withRevision(then.revision()))
                .orElseThrow(() -> new UnusableInput(then.basis(), "does not come to the record " + then.key()));
    }

    private static void add(Map<String, ProjectLoad> loads, UsedSlots used) {
        String series = String.join(
                "\u001f", used.key().project(), used.key().site(), used.key().sku());
        List<SlotUsage> slots =
                new ArrayList<>(loads.containsKey(series) ? loads.get(series).slots() : List.of());
        slots.addAll(SlotRun.slots(used.runs()));
        loads.put(
                series,
                new ProjectLoad(
                        used.key().project(), used.key().site(), used.key().sku(), slots));
    }

    private TermsReader terms(String hash) {
        TermsReader known = terms.get(hash);
        if (known != null) {
            return known;
        }
        TermsReader reader = new TermsReader();
        for (String input : read(hash, RatingInput.Terms.class).inputs()) {
            reader.add(read(input));
        }
        return terms.put(hash, reader);
    }

    private <T extends RatingInput> T read(String hash, Class<T> type) {
        RatingInput input = read(hash);
        if (!type.isInstance(input)) {
            throw new UnusableInput(hash, "is no " + type.getSimpleName());
        }
        return type.cast(input);
    }

    private RatingInput read(String hash) {
        byte[] content = inputs.content(hash);
        if (content == null) {
            throw new UnusableInput(hash, "is missing");
        }
        try {
            return WireJson.read(content, RatingInput.class);
        } catch (IOException | RuntimeException e) {
            throw new UnusableInput(hash, "cannot be read: " + e.getMessage());
        }
    }
}
