package io.wattledger.pricing.tariff;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is negotiated with a tenant: components that stand in the place of those of the same id in the version of the tariff
 * that holds at the time. A component that is rated by the month is replaced for the billing months that begin inside.
 *
 * @param id id, unique for its tenant
 * @param tenant with whom
 * @param contract id of the contract that it is for; absent for all of the tenant
 * @param tariff id of the tariff
 * @param validFrom first instant, on a quarter-hour
 * @param validTo first instant after it, on a quarter-hour; absent while it runs on
 * @param components at least one
 */
public record TariffOverride(
        String id,
        String tenant,
        @Nullable String contract,
        String tariff,
        Instant validFrom,
        @Nullable Instant validTo,
        List<Component> components) {

    /** Copies the list. */
    public TariffOverride {
        components = List.copyOf(components);
    }

    /** Whether a contract of its tenant has it. */
    public boolean concerns(ContractFacts one) {
        return tariff.equals(one.tariff()) && (contract == null || contract.equals(one.contract()));
    }

    /** Whether it holds at an instant. */
    public boolean holdsAt(Instant instant) {
        return !instant.isBefore(validFrom) && (validTo == null || instant.isBefore(validTo));
    }

    /** Its component of an id. */
    public Optional<Component> component(String componentId) {
        return components.stream().filter(one -> one.id().equals(componentId)).findFirst();
    }
}
