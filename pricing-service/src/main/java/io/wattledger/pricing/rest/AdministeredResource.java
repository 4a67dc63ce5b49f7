package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm.CarbonForm;
import io.wattledger.pricing.catalog.CatalogForm.PueForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteForm;
import io.wattledger.pricing.catalog.CatalogForm.SkuForm;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.flow.TariffDrafts;
import io.wattledger.pricing.flow.VersionId;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.PublishingStep;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows what is administered: sites, SKUs and tariffs, in the form of the catalog. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class AdministeredResource {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final TariffDrafts drafts;

    AdministeredResource(TenantScope scope, CatalogBook catalogs, TariffDrafts drafts) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.drafts = drafts;
    }

    /** All sites. */
    public record SiteList(List<SiteForm> items) {}

    /** All SKUs. */
    public record SkuList(List<SkuForm> items) {}

    /** All tariffs. */
    public record TariffList(List<TariffItem> items) {}

    /** A tariff. */
    public record TariffItem(String id, String name, String currency, List<VersionItem> versions) {}

    /** A tariff version; {@code validTo} is the first day of the next one and absent for the last. */
    public record VersionItem(
            LocalDate validFrom, @Nullable LocalDate validTo, boolean sealed, List<Component> components) {}

    /** A tariff with what was done to its versions. */
    public record TariffHistory(String tariff, List<VersionItem> versions, List<StepItem> steps) {}

    /** What a person did: {@code drafted}, {@code approved}, {@code withdrawn}, {@code applied} or {@code removed}. */
    public record StepItem(
            LocalDate validFrom,
            String action,
            String person,
            Instant at,
            @Nullable String draft,
            List<Component> components) {}

    /** All sites, by id. */
    @GET
    @Path("/sites")
    @Operation(operationId = "listSites", summary = "Sites")
    public SiteList sites() {
        return new SiteList(load().sites().values().stream()
                .sorted(Comparator.comparing(Site::id))
                .map(AdministeredResource::form)
                .toList());
    }

    /** All SKUs, by id. */
    @GET
    @Path("/skus")
    @Operation(operationId = "listSkus", summary = "SKUs")
    public SkuList skus() {
        return new SkuList(load().skus().values().stream()
                .sorted(Comparator.comparing(Sku::id))
                .map(AdministeredResource::form)
                .toList());
    }

    /** All tariffs with their versions, by id; a version that is sealed can no longer change. */
    @GET
    @Path("/tariffs")
    @Operation(operationId = "listTariffs", summary = "Tariffs with their versions")
    public TariffList tariffs() {
        return scope.asOperator(connection -> {
            Set<VersionId> used = catalogs.usedVersions();
            return new TariffList(catalogs.load().tariffs().values().stream()
                    .sorted(Comparator.comparing(Tariff::id))
                    .map(tariff ->
                            new TariffItem(tariff.id(), tariff.name(), tariff.currency(), versions(tariff, used)))
                    .toList());
        });
    }

    /** The versions of a tariff, and who drafted, approved and applied which when; nothing of that ever goes. */
    @GET
    @Path("/tariffs/{id}/versions")
    @Operation(
            operationId = "listTariffVersions",
            summary = "Versions of a tariff, and who published them",
            description = "Steps stand in the order in which they were made, with the version as it was then.")
    public TariffHistory versions(@PathParam("id") String id) {
        return scope.asOperator(connection -> {
            Tariff tariff = catalogs.load().tariffs().get(id);
            List<PublishingStep> steps = drafts.stepsOf(id);
            if (tariff == null && steps.isEmpty()) {
                throw new Refusal(CommonProblem.NOT_FOUND, "there is no tariff " + id);
            }
            return new TariffHistory(
                    id,
                    tariff == null ? List.of() : versions(tariff, catalogs.usedVersions()),
                    steps.stream().map(AdministeredResource::item).toList());
        });
    }

    private static StepItem item(PublishingStep step) {
        return new StepItem(
                step.version().validFrom(),
                step.action().name().toLowerCase(Locale.ROOT),
                step.person(),
                step.at(),
                step.draft(),
                step.version().components());
    }

    private Catalog load() {
        return scope.asOperator(connection -> catalogs.load());
    }

    private static List<VersionItem> versions(Tariff tariff, Set<VersionId> used) {
        List<VersionItem> items = new ArrayList<>();
        List<TariffVersion> versions = tariff.versions();
        for (int number = 0; number < versions.size(); number++) {
            TariffVersion version = versions.get(number);
            items.add(new VersionItem(
                    version.validFrom(),
                    number + 1 < versions.size() ? versions.get(number + 1).validFrom() : null,
                    used.contains(new VersionId(tariff.id(), version.validFrom())),
                    version.components()));
        }
        return items;
    }

    private static SiteForm form(Site site) {
        return new SiteForm(
                site.id(),
                site.place().name(),
                site.place().country(),
                site.place().biddingZone(),
                site.timeZone().getId(),
                site.operator().currency(),
                site.operator().legalEntity(),
                site.state().name().toLowerCase(Locale.ROOT),
                site.capacityKilowatts(),
                site.pue().stream().map(AdministeredResource::form).toList(),
                site.declared().taxClasses(),
                new CarbonForm(
                        site.declared().carbon().locationSeries(),
                        site.declared().carbon().certificates(),
                        site.declared().carbon().residualMix()));
    }

    private static PueForm form(PowerUsage pue) {
        return pue.method() instanceof PueMethod.Contractual contractual
                ? new PueForm(pue.validFrom(), contractual.value(), null)
                : new PueForm(pue.validFrom(), null, pue.method());
    }

    private static SkuForm form(Sku sku) {
        return new SkuForm(
                sku.id(),
                sku.name(),
                sku.hardware().gpuModel(),
                sku.hardware().memoryGib(),
                sku.hardware().interconnect(),
                sku.hardware().gpusPerNode(),
                sku.power().nominalWattsPerGpu(),
                sku.power().idleWattsPerGpu(),
                sku.power().loadFactor());
    }
}
