package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.AvailabilityForm;
import io.wattledger.pricing.catalog.CatalogForm.OverrideForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that what is negotiated fits the tariff that it changes, and that availability is about sites that there are. */
final class NegotiatedLinks {

    private final CatalogLinks links;
    private final Catalog stored;
    private final Catalog all;
    private final Faults faults;

    NegotiatedLinks(CatalogLinks links, Catalog stored, Catalog all, Faults faults) {
        this.links = links;
        this.stored = stored;
        this.all = all;
        this.faults = faults;
    }

    void check(CatalogForm form) {
        int number = 0;
        for (OverrideForm override : Objects.requireNonNullElse(form.tariffOverrides(), List.<OverrideForm>of())) {
            String at = "/tariffOverrides/" + number++;
            Tariff tariff = all.tariffs().get(override.tariff());
            if (tariff == null) {
                faults.add(at + "/tariff", "there is no tariff '" + override.tariff() + "'");
            } else {
                components(override, tariff, at);
            }
            TariffOverride written = all.overrides().get(override.tenant() + "/" + override.id());
            if (written != null) {
                overlaps(written, at);
            }
        }
        together(form);
        number = 0;
        for (AvailabilityForm one : Objects.requireNonNullElse(form.availability(), List.<AvailabilityForm>of())) {
            String at = "/availability/" + number++;
            if (!all.sites().containsKey(one.site())) {
                faults.add(at + "/site", "there is no site '" + one.site() + "'");
            }
        }
    }

    private void components(OverrideForm override, Tariff tariff, String at) {
        for (int number = 0; number < override.components().size(); number++) {
            Component component = override.components().get(number);
            String place = at + "/components/" + number;
            @Nullable Set<String> earlier = earlier(tariff, component.id());
            if (earlier == null) {
                faults.add(
                        place + "/id",
                        "no version of tariff " + tariff.id() + " has a component '" + component.id()
                                + "'; a negotiated component stands in the place of one of the same id");
            } else {
                component.mentions().forEach(mention -> links.mention(mention, earlier, place));
                component.indexUses().forEach(use -> links.index(tariff.currency(), use, place + use.pointer()));
            }
        }
        for (TariffVersion version : tariff.versions()) {
            List<Component> replaced = new ArrayList<>();
            for (Component component : version.components()) {
                replaced.add(override.components().stream()
                        .filter(one -> one.id().equals(component.id()))
                        .findFirst()
                        .orElse(component));
            }
            GpuTimeOnce.check(replaced, all, (pointer, detail) -> faults.add(at, detail));
        }
    }

    /** What was so before is no fault of this catalog, and may be in use. */
    private void together(CatalogForm form) {
        Set<NegotiatedTogether.Finding> before = NegotiatedTogether.in(stored).keySet();
        NegotiatedTogether.in(all).forEach((finding, from) -> {
            if (!before.contains(finding)) {
                faults.add(place(form, finding), finding.words(from));
            }
        });
    }

    /** The first override that is written and has part in it; else the version, or the tariff where that is not written. */
    private static String place(CatalogForm form, NegotiatedTogether.Finding finding) {
        List<OverrideForm> overrides = Objects.requireNonNullElse(form.tariffOverrides(), List.of());
        for (int number = 0; number < overrides.size(); number++) {
            OverrideForm one = overrides.get(number);
            if (finding.overrides().contains(one.tenant() + "/" + one.id())) {
                return "/tariffOverrides/" + number;
            }
        }
        List<TariffForm> tariffs = Objects.requireNonNullElse(form.tariffs(), List.of());
        for (int number = 0; number < tariffs.size(); number++) {
            if (tariffs.get(number).id().equals(finding.tariff())) {
                List<VersionForm> versions = tariffs.get(number).versions();
                for (int version = 0; version < versions.size(); version++) {
                    if (versions.get(version).validFrom().equals(finding.version())) {
                        return "/tariffs/" + number + "/versions/" + version;
                    }
                }
                return "/tariffs/" + number;
            }
        }
        return "/tariffOverrides";
    }

    /** The components before it in every version that has it; null where none has. */
    private static @Nullable Set<String> earlier(Tariff tariff, String id) {
        Set<String> common = null;
        for (TariffVersion version : tariff.versions()) {
            List<String> ids = version.components().stream().map(Component::id).toList();
            if (ids.contains(id)) {
                Set<String> before = new HashSet<>(ids.subList(0, ids.indexOf(id)));
                if (common == null) {
                    common = before;
                } else {
                    common.retainAll(before);
                }
            }
        }
        return common;
    }

    /** Two that name the same component may not hold at once, unless one is for a contract and the other for the tenant. */
    private void overlaps(TariffOverride one, String at) {
        for (TariffOverride other : all.overridesOf(one.tenant())) {
            boolean sameReach = other.tariff().equals(one.tariff()) && Objects.equals(other.contract(), one.contract());
            boolean sameTime = (other.validTo() == null || one.validFrom().isBefore(other.validTo()))
                    && (one.validTo() == null || other.validFrom().isBefore(one.validTo()));
            boolean sameComponent = one.components().stream()
                    .anyMatch(component -> other.component(component.id()).isPresent());
            if (!other.id().equals(one.id()) && sameReach && sameTime && sameComponent) {
                faults.add(
                        at, "holds at the same time as '" + other.id() + "' and replaces a component that it replaces");
            }
        }
    }
}
