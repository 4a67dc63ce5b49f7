package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Gathers the rates that are wanted from a document that names its currencies itself. */
final class RatesByDay {

    private final Map<String, ExchangeRate> wanted;
    private final Map<String, TreeMap<LocalDate, BigDecimal>> byId = new TreeMap<>();

    /** Makes the refusal for a rate that the document does not hold. */
    @FunctionalInterface
    interface Missing {
        UnreadableDocument refuse(ExchangeRate rate);
    }

    RatesByDay(Map<String, ExchangeRate> wanted) {
        this.wanted = wanted;
        wanted.keySet().forEach(id -> byId.put(id, new TreeMap<>()));
    }

    /** Adds a rate if it is wanted; one day with two rates is refused. */
    void add(String base, String quote, LocalDate day, BigDecimal rate, Refusing refusing) {
        for (ExchangeRate one : wanted.values()) {
            if (one.base().equals(base) && one.quote().equals(quote)) {
                if (rate.signum() <= 0) {
                    throw refusing.because("is no exchange rate; it must be a number above 0");
                }
                BigDecimal other = byId.getOrDefault(one.id(), new TreeMap<>()).putIfAbsent(day, rate);
                if (other != null && other.compareTo(rate) != 0) {
                    throw refusing.because(day + " already has the rate " + other.toPlainString())
                            .as(Reason.TWO_VALUES);
                }
            }
        }
    }

    /** All that are wanted, each in order of days. */
    Map<String, List<DayRate>> all(Missing missing) {
        Map<String, List<DayRate>> all = new TreeMap<>();
        byId.forEach((id, byDay) -> {
            if (byDay.isEmpty()) {
                throw missing.refuse(Objects.requireNonNull(wanted.get(id)));
            }
            List<DayRate> rates = new ArrayList<>(byDay.size());
            byDay.forEach((day, rate) -> rates.add(new DayRate(day, rate)));
            all.put(id, rates);
        });
        return all;
    }
}
