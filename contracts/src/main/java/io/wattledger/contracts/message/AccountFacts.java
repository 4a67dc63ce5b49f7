package io.wattledger.contracts.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What others need to know of a tenant's account: under which contract its usage falls at any instant.
 *
 * @param tenant the tenant
 * @param revision counts up from 1 with every change
 * @param contracts in order of their start, without overlap
 */
public record AccountFacts(String tenant, long revision, List<ContractFacts> contracts) {

    /** Copies the list. */
    public AccountFacts {
        contracts = List.copyOf(contracts);
    }

    /**
     * A contract as pricing sees it.
     *
     * @param contract id
     * @param start first instant, the local midnight of the billing time zone
     * @param end first instant after it; absent while it runs on
     * @param tariff id of the tariff that prices the usage
     * @param billingTimeZone IANA name; billing months begin at its local midnights
     * @param currency ISO 4217 code of its invoices
     */
    public record ContractFacts(
            String contract,
            Instant start,
            @Nullable Instant end,
            String tariff,
            String billingTimeZone,
            String currency) {

        /** Whether usage at {@code instant} falls under this contract. */
        public boolean covers(Instant instant) {
            return !instant.isBefore(start) && (end == null || instant.isBefore(end));
        }
    }
}
