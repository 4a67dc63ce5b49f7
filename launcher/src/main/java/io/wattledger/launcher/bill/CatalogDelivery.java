package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.catalog.CatalogFile;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.Services;
import java.util.ArrayList;
import java.util.List;

/** Brings a catalog to the services that own its parts: both must accept it before either stores it. */
public final class CatalogDelivery {

    private static final String DRY = "/api/v1/catalog?dryRun=true";
    private static final String REAL = "/api/v1/catalog?dryRun=false";

    private final Services services;

    /** A delivery to running services. */
    public CatalogDelivery(Services services) {
        this.services = services;
    }

    /**
     * What the services did.
     *
     * @param created new entries
     * @param changed entries that now say something else
     * @param unchanged entries that were known
     */
    public record Outcome(long created, long changed, long unchanged) {

        Outcome plus(JsonNode answer) {
            return new Outcome(
                    created + count(answer, "created"),
                    changed + count(answer, "changed"),
                    unchanged + count(answer, "unchanged"));
        }

        /** Whether nothing is other than before. */
        public boolean nothingNew() {
            return created == 0 && changed == 0;
        }

        private static long count(JsonNode answer, String member) {
            JsonNode count = answer.path(member);
            if (!count.isObject()) {
                return count.asLong();
            }
            long sum = 0;
            for (JsonNode part : count) {
                sum += part.asLong();
            }
            return sum;
        }
    }

    /**
     * Applies the catalog.
     *
     * @throws InputFault when a service refuses it; nothing was stored then
     */
    public Outcome apply(CatalogFile catalog) {
        List<String> faults = new ArrayList<>();
        put("pricing", DRY, catalog.pricingPart(), catalog, faults);
        put("billing", DRY, catalog.billingPart(), catalog, faults);
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        Outcome outcome = new Outcome(0, 0, 0)
                .plus(put("pricing", REAL, catalog.pricingPart(), catalog, faults))
                .plus(put("billing", REAL, catalog.billingPart(), catalog, faults));
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return outcome;
    }

    private JsonNode put(String service, String path, JsonNode part, CatalogFile catalog, List<String> faults) {
        try {
            return services.ask(service, client -> client.put(path, part));
        } catch (ServiceRefusal refusal) {
            if (refusal.errors().isEmpty()) {
                faults.add(catalog.at("") + ": " + refusal.getMessage());
            }
            refusal.errors().forEach(error -> faults.add(catalog.at(error.pointer()) + ": " + error.detail()));
            return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        }
    }
}
