package io.wattledger.pricing.flow;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.RatingInput;
import io.wattledger.pricing.flow.EvidenceBook.RecordRevision;
import io.wattledger.pricing.rating.RatingRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tells by which of the younger rules records were rated. */
@ApplicationScoped
class RulesOfRecords {

    private static final Set<RatingRule> ALL = EnumSet.allOf(RatingRule.class);
    private static final Set<RatingRule> NONE = EnumSet.noneOf(RatingRule.class);

    private final EvidenceBook evidence;

    RulesOfRecords(EvidenceBook evidence) {
        this.evidence = evidence;
    }

    /** By which a record may have been rated: those that its basis names, and where it has none all, or else none of them. */
    List<Set<RatingRule>> of(Connection connection, RatedUsage record) throws SQLException {
        String tenant = record.tenant();
        Collection<String> basis = evidence.bases(connection, tenant, List.of(RecordRevision.of(record)))
                .values();
        if (basis.isEmpty()) {
            return List.of(ALL, NONE);
        }
        Set<RatingRule> held = EnumSet.noneOf(RatingRule.class);
        for (RatingInput of : read(connection, tenant, basis)) {
            for (RatingInput terms : read(connection, tenant, List.of(terms(of)))) {
                for (RatingInput input : read(connection, tenant, terms.leadsTo())) {
                    if (input instanceof RatingInput.RulesThen rules) {
                        held.addAll(rules.rules());
                    }
                }
            }
        }
        return List.of(held);
    }

    private static String terms(RatingInput basis) {
        return switch (basis) {
            case RatingInput.DayBasis day -> day.terms();
            case RatingInput.MonthBasis month -> month.terms();
            default -> throw new IllegalStateException("is no basis of a record: " + basis);
        };
    }

    private List<RatingInput> read(Connection connection, String tenant, Collection<String> hashes)
            throws SQLException {
        return evidence.contents(connection, tenant, hashes).values().stream()
                .map(RulesOfRecords::read)
                .toList();
    }

    private static RatingInput read(byte[] content) {
        try {
            return WireJson.read(content, RatingInput.class);
        } catch (IOException e) {
            throw new UncheckedIOException("an input is stored in a form that cannot be read", e);
        }
    }
}
