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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rates again what was rated once, from what was kept of it: by the same code, without any database. */
public final class RatedAgain {

    private final Map<String, byte[]> inputs;
    private final Map<String, List<RatedUsage>> rated = new HashMap<>();

    /** Rates from inputs by their hash. */
    public RatedAgain(Map<String, byte[]> inputs) {
        this.inputs = Map.copyOf(inputs);
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
        List<RatedUsage> known = rated.get(basis);
        if (known == null) {
            known = switch (read(basis)) {
                case DayBasis day -> ofDay(day);
                case MonthBasis month -> ofMonth(month);
                default -> throw new UnusableInput(basis, "is no basis of a record");
            };
            rated.put(basis, known);
        }
        return known;
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
        TermsReader reader = new TermsReader();
        for (String input : read(hash, RatingInput.Terms.class).inputs()) {
            reader.add(read(input));
        }
        return reader;
    }

    private <T extends RatingInput> T read(String hash, Class<T> type) {
        RatingInput input = read(hash);
        if (!type.isInstance(input)) {
            throw new UnusableInput(hash, "is no " + type.getSimpleName());
        }
        return type.cast(input);
    }

    private RatingInput read(String hash) {
        byte[] content = inputs.get(hash);
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
