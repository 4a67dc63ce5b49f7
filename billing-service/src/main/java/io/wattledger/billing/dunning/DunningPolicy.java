package io.wattledger.billing.dunning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a legal entity reminds of what is overdue; a contract may have one of its own.
 *
 * @param levels the first reminder, the second, …; each later than the one before
 * @param interest what late payment costs, by the buyer's country; none where it costs nothing there
 */
public record DunningPolicy(List<Level> levels, List<InterestRule> interest) {

    /** Copies the lists. */
    public DunningPolicy {
        levels = List.copyOf(levels);
        interest = List.copyOf(interest);
    }

    /**
     * A step.
     *
     * @param daysAfterDue from how many days after the due date it is taken
     * @param fees what it costs by currency (ISO 4217); none in a currency that is absent
     * @param chargesInterest whether interest is claimed
     * @param texts by BCP 47 tag; English is there, for whoever reads another language
     */
    public record Level(
            int daysAfterDue, Map<String, BigDecimal> fees, boolean chargesInterest, Map<String, Text> texts) {

        /** Copies the maps. */
        public Level {
            fees = Map.copyOf(fees);
            texts = Map.copyOf(texts);
        }
    }

    /**
     * The words of a reminder. {@code {number}}, {@code {dueDate}}, {@code {open}}, {@code {earlierFees}}, {@code {fee}},
     * {@code {interest}}, {@code {total}}, {@code {seller}} and {@code {buyer}} are replaced.
     *
     * @param subject one line
     * @param body paragraphs, an empty line between them
     */
    public record Text(String subject, String body) {}

    /**
     * What late payment costs a buyer of a country: simple interest by the day, on what is open on it.
     *
     * @param country ISO 3166-1 alpha-2
     * @param daysOfYear by how many days the yearly rate is divided, 360, 365 or 366
     * @param rates the newest that has begun holds
     * @param source where the rates are published
     */
    public record InterestRule(String country, int daysOfYear, List<DatedRate> rates, String source) {

        /** Copies the list. */
        public InterestRule {
            rates = List.copyOf(rates);
        }
    }

    /**
     * A yearly rate.
     *
     * @param from the first day on which it holds
     * @param percent of the open amount, per year
     */
    public record DatedRate(LocalDate from, BigDecimal percent) {}

    /** The rule for buyers of a country. */
    public Optional<InterestRule> interestIn(String country) {
        return interest.stream().filter(rule -> rule.country().equals(country)).findFirst();
    }
}
