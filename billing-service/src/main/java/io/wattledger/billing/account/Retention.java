package io.wattledger.billing.account;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the documents of a legal entity have to be kept: as the law of its country says, or longer where the entity says so.
 *
 * @param years how many whole years
 * @param countedFrom from when
 * @param provision where it is laid down; of an entity in a country that the table does not have, that it says so itself
 */
public record Retention(int years, CountedFrom countedFrom, String provision) {

    private static final List<Law> LAWS = read().laws();

    private record Table(List<Law> laws) {}

    private record Law(String country, int years, CountedFrom countedFrom, String provision) {}

    /** From when the years are counted. */
    public enum CountedFrom {
        /** The end of the calendar year in which the document was issued. */
        END_OF_YEAR,
        /** The day on which the document was issued. */
        ISSUE_DATE
    }

    /** How long documents of an entity have to be kept; empty where neither the table nor the entity says anything. */
    public static Optional<Retention> of(LegalEntity entity) {
        Integer stated = entity.retentionYears();
        return law(entity.seller().identity().country())
                .map(law -> stated == null || stated <= law.years()
                        ? law
                        : new Retention(stated, law.countedFrom(), law.provision()))
                .or(() -> stated == null
                        ? Optional.empty()
                        : Optional.of(new Retention(stated, CountedFrom.END_OF_YEAR, "as the legal entity states")));
    }

    /** What the law of a country says; empty for a country that the table does not have. */
    static Optional<Retention> law(String country) {
        return LAWS.stream()
                .filter(law -> law.country().equals(country))
                .findFirst()
                .map(law -> new Retention(law.years(), law.countedFrom(), law.provision()));
    }

    /** What is wrong with the years that an entity states; absent when all is well. */
    static @Nullable String flaw(String country, int years) {
        int least = law(country).map(Retention::years).orElse(1);
        if (years >= least) {
            return null;
        }
        return years + " is less than the " + least + " years for which documents must be kept in " + country
                + law(country).map(law -> " (" + law.provision() + ")").orElse("") + "; leave it out or write more";
    }

    /** The last day on which a document has to be kept. */
    public LocalDate lastDay(LocalDate issueDate) {
        return switch (countedFrom) {
            case END_OF_YEAR -> LocalDate.of(issueDate.getYear() + years, 12, 31);
            case ISSUE_DATE -> issueDate.plusYears(years).minusDays(1);
        };
    }

    private static Table read() {
        String resource = "retention.json";
        try (InputStream in = Objects.requireNonNull(Retention.class.getResourceAsStream(resource), resource)) {
            return WireJson.read(in.readAllBytes(), Table.class);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
