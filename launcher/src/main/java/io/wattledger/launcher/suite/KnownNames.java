package io.wattledger.launcher.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whether the names by which somebody chooses exist. Services answer a filter that fits nothing with nothing, which to whoever
 * mistyped a name looks like an answer.
 */
public final class KnownNames {

    private static final int NOT_FOUND = 404;

    private final Services services;

    /** As these services know them. */
    public KnownNames(Services services) {
        this.services = services;
    }

    /** Whether there is an account of the tenant. */
    public boolean hasAccount(String tenant) {
        try {
            services.ask("billing", client -> client.get("/api/v1/accounts/" + Query.segment(tenant)));
            return true;
        } catch (ServiceRefusal refusal) {
            if (refusal.status() == NOT_FOUND) {
                return false;
            }
            throw refusal;
        }
    }

    /**
     * Refuses tenants without an account.
     *
     * @throws InputFault that names them
     */
    public void requireTenants(Collection<String> tenants) {
        List<String> unknown =
                tenants.stream().filter(tenant -> !hasAccount(tenant)).toList();
        if (!unknown.isEmpty()) {
            throw unknownTenants(unknown);
        }
    }

    /** What is said of tenants that nobody knows. */
    public static InputFault unknownTenants(Collection<String> tenants) {
        return new InputFault(tenants.stream()
                .map(tenant -> "--tenant: there is no tenant '" + tenant + "'; the accounts of the catalog name them")
                .toList());
    }

    /** Refuses a legal entity that is not in the catalog. */
    public void requireLegalEntity(String id) {
        JsonNode entities = services.ask("billing", client -> client.get("/api/v1/legal-entities"));
        List<String> known = new ArrayList<>();
        entities.path("items")
                .forEach(one -> known.add(one.path("legalEntity").path("id").asText()));
        require("--legal-entity", "legal entity", id, known);
    }

    /** Refuses a tariff that is not in the catalog. */
    public void requireTariff(String id) {
        require("--tariff", "tariff", id, pricing("tariffs"));
    }

    /** Refuses a site that is not in the catalog. */
    public void requireSite(String id) {
        require("--site", "site", id, pricing("sites"));
    }

    /** Refuses a SKU that is not in the catalog. */
    public void requireSku(String id) {
        require("--sku", "SKU", id, pricing("skus"));
    }

    private List<String> pricing(String what) {
        List<String> known = new ArrayList<>();
        services.ask("pricing", client -> client.get("/api/v1/" + what))
                .path("items")
                .forEach(one -> known.add(one.path("id").asText()));
        return known;
    }

    private static void require(String option, String what, String id, List<String> known) {
        if (!known.contains(id)) {
            throw new InputFault(option + ": there is no " + what + " '" + id + "'; "
                    + (known.isEmpty() ? "apply a catalog first" : "known are " + String.join(", ", known)));
        }
    }
}
