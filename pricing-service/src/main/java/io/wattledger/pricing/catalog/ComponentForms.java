package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.ComponentForm;
import io.wattledger.pricing.catalog.CatalogForm.GpuPriceForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteIndexForm;
import io.wattledger.pricing.energy.PricePerMwh;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.GpuHour;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tariff components between their written form and the domain, both ways. */
public final class ComponentForms {

    private static final String GPU_HOUR = "gpu-hour";
    private static final String ENERGY_INDEX = "energy-index";

    private ComponentForms() {}

    /** The written form of a component. */
    public static ComponentForm toForm(Component component) {
        return switch (component) {
            case GpuHour gpuHour ->
                new ComponentForm(
                        gpuHour.id(),
                        GPU_HOUR,
                        gpuHour.description(),
                        gpuHour.prices().stream()
                                .map(price -> new GpuPriceForm(price.sku(), price.site(), price.pricePerGpuHour()))
                                .toList(),
                        null);
            case EnergyIndex index ->
                new ComponentForm(
                        index.id(),
                        ENERGY_INDEX,
                        index.description(),
                        null,
                        index.sites().stream()
                                .map(site -> new SiteIndexForm(
                                        site.site(),
                                        site.series(),
                                        site.exchangeRate(),
                                        site.margin().value()))
                                .toList());
        };
    }

    /** The component of a written form that was accepted before. */
    public static Component fromForm(ComponentForm form) {
        Faults faults = new Faults();
        Optional<Component> component = fromForm(form, "", faults);
        return component.orElseThrow(() -> new IllegalArgumentException("stored component: " + faults.all()));
    }

    /** The component of a written form; empty, with faults noted, where the form breaks a rule. */
    static Optional<Component> fromForm(ComponentForm form, String at, Faults faults) {
        faults.requireText(form.id(), at + "/id");
        return switch (form.kind()) {
            case GPU_HOUR -> gpuHour(form, at, faults);
            case ENERGY_INDEX -> energyIndex(form, at, faults);
            default -> {
                faults.add(at + "/kind", "'" + form.kind() + "' is no kind of component: gpu-hour or energy-index");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Component> gpuHour(ComponentForm form, String at, Faults faults) {
        if (form.prices() == null || form.prices().isEmpty() || form.sites() != null) {
            faults.add(at, "a gpu-hour component has prices, at least one, and no sites");
            return Optional.empty();
        }
        Set<List<String>> seen = new HashSet<>();
        int number = 0;
        for (GpuPriceForm price : form.prices()) {
            String place = at + "/prices/" + number++;
            if (price.pricePerGpuHour().signum() < 0) {
                faults.add(place + "/pricePerGpuHour", price.pricePerGpuHour().toPlainString() + " is below 0");
            }
            if (!seen.add(List.of(price.sku(), Objects.requireNonNullElse(price.site(), "")))) {
                faults.add(place, "there are two prices for SKU " + price.sku() + " at the same site");
            }
        }
        return Optional.of(new GpuHour(
                form.id(),
                form.description(),
                form.prices().stream()
                        .map(price -> new GpuHour.Price(price.sku(), price.site(), price.pricePerGpuHour()))
                        .toList()));
    }

    private static Optional<Component> energyIndex(ComponentForm form, String at, Faults faults) {
        if (form.sites() == null || form.sites().isEmpty() || form.prices() != null) {
            faults.add(at, "an energy-index component has sites, at least one, and no prices");
            return Optional.empty();
        }
        Set<String> seen = new HashSet<>();
        int number = 0;
        for (SiteIndexForm site : form.sites()) {
            if (!seen.add(site.site())) {
                faults.add(at + "/sites/" + number, "there are two entries for site " + site.site());
            }
            number++;
        }
        return Optional.of(new EnergyIndex(
                form.id(),
                form.description(),
                form.sites().stream()
                        .map(site -> new EnergyIndex.SiteIndex(
                                site.site(),
                                site.series(),
                                site.exchangeRate(),
                                new PricePerMwh(Objects.requireNonNullElse(site.marginPerMwh(), BigDecimal.ZERO))))
                        .toList()));
    }
}
