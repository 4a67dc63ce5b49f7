package io.wattledger.pricing.catalog;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.catalog.CatalogForm.AvailabilityForm;
import io.wattledger.pricing.catalog.CatalogForm.OverrideForm;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.tariff.TariffOverride;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what is negotiated with tenants and what sites were available into the domain and checks each by itself. */
final class NegotiatedReader {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private NegotiatedReader() {}

    static Map<String, TariffOverride> overrides(@Nullable List<OverrideForm> forms, Faults faults) {
        Map<String, TariffOverride> overrides = new LinkedHashMap<>();
        int number = 0;
        for (OverrideForm form : Objects.requireNonNullElse(forms, List.<OverrideForm>of())) {
            String at = "/tariffOverrides/" + number++;
            faults.requireId(form.id(), at + "/id");
            faults.requireId(form.tenant(), at + "/tenant");
            quarterHour(form.validFrom(), at + "/validFrom", faults);
            Instant end = form.validTo();
            if (end != null) {
                quarterHour(end, at + "/validTo", faults);
                if (!end.isAfter(form.validFrom())) {
                    faults.add(at + "/validTo", end + " is not after " + form.validFrom() + ", where it begins");
                }
            }
            faults.requireComponents(form.components(), at + "/components");
            TariffOverride override = new TariffOverride(
                    form.id(),
                    form.tenant(),
                    form.contract(),
                    form.tariff(),
                    form.validFrom(),
                    form.validTo(),
                    form.components());
            if (overrides.put(Catalog.nameOf(override), override) != null) {
                faults.add(at + "/id", "'" + form.id() + "' occurs twice for tenant " + form.tenant());
            }
        }
        return overrides;
    }

    private static void quarterHour(Instant instant, String at, Faults faults) {
        if (!Slot.containing(instant).start().equals(instant)) {
            faults.add(at, instant + " is on no quarter-hour; usage is counted in quarter-hours of UTC");
        }
    }

    static Map<String, Availability> availability(@Nullable List<AvailabilityForm> forms, Faults faults) {
        Map<String, Availability> all = new LinkedHashMap<>();
        int number = 0;
        for (AvailabilityForm form : Objects.requireNonNullElse(forms, List.<AvailabilityForm>of())) {
            String at = "/availability/" + number++;
            if (form.percent().signum() < 0 || form.percent().compareTo(HUNDRED) > 0) {
                faults.add(at + "/percent", form.percent().toPlainString() + " is not between 0 and 100");
            }
            try {
                Availability one = new Availability(form.site(), YearMonth.parse(form.month()), form.percent());
                if (all.put(Catalog.nameOf(one), one) != null) {
                    faults.add(at, "there are two values for site " + one.site() + " in " + one.month());
                }
            } catch (DateTimeException e) {
                faults.add(at + "/month", "'" + form.month() + "' is no month, for example 2026-03");
            }
        }
        return all;
    }
}
