package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.CarbonForm;
import io.wattledger.pricing.catalog.CatalogForm.PueForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteForm;
import io.wattledger.pricing.site.CarbonMethod;
import io.wattledger.pricing.site.CarbonMethod.Certificates;
import io.wattledger.pricing.site.CarbonMethod.ResidualMix;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.site.TaxClass;
import io.wattledger.pricing.site.TaxClass.Evidence;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a written site into the domain; nothing of a site is code, so a new one is an entry here. */
final class SiteReader {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Faults faults;

    SiteReader(Faults faults) {
        this.faults = faults;
    }

    Optional<Site> read(SiteForm form, String at) {
        faults.requireText(form.name(), at + "/name");
        if (!form.country().matches("[A-Z]{2}")) {
            faults.add(at + "/country", "'" + form.country() + "' is no ISO 3166-1 code of two capital letters");
        }
        if (form.currency() != null) {
            faults.requireCurrency(form.currency(), at + "/currency");
        }
        BigDecimal capacity = form.capacityKilowatts();
        if (capacity != null && capacity.signum() < 0) {
            faults.add(at + "/capacityKilowatts", capacity.toPlainString() + " is below 0");
        }
        SiteState state = null;
        for (SiteState one : SiteState.values()) {
            state = one.name().toLowerCase(Locale.ROOT).equals(form.state()) ? one : state;
        }
        if (state == null) {
            faults.add(at + "/state", "'" + form.state() + "' must be planned, live or retired");
            return Optional.empty();
        }
        return Optional.of(new Site(
                form.id(),
                new Site.Place(form.name(), form.country(), form.biddingZone()),
                faults.zone(form.timeZone(), at + "/timeZone"),
                state,
                capacity,
                pue(form.pue(), at + "/pue"),
                new Site.Operator(form.legalEntity(), form.currency()),
                new Site.Declared(
                        taxClasses(form.taxClasses(), at + "/taxClasses"), carbon(form.carbon(), at + "/carbon"))));
    }

    private List<PowerUsage> pue(List<PueForm> forms, String at) {
        List<PowerUsage> pue = new ArrayList<>();
        for (int number = 0; number < forms.size(); number++) {
            String place = at + "/" + number;
            PueForm form = forms.get(number);
            PueMethod method = method(form);
            if (method == null) {
                faults.add(place, "must have either value or method");
                continue;
            }
            // A plain value is the short form of the contractual method.
            String inside = form.method() == null ? place : place + "/method";
            method.check((pointer, detail) -> faults.add(inside + pointer, detail));
            pue.add(new PowerUsage(form.validFrom(), method));
        }
        return dated(pue, PowerUsage::validFrom, at);
    }

    private static @Nullable PueMethod method(PueForm form) {
        if (form.value() == null) {
            return form.method();
        }
        return form.method() == null ? new PueMethod.Contractual(form.value()) : null;
    }

    private List<TaxClass> taxClasses(@Nullable List<TaxClass> written, String at) {
        List<TaxClass> classes = Objects.requireNonNullElse(written, List.of());
        for (int number = 0; number < classes.size(); number++) {
            String place = at + "/" + number;
            Evidence evidence = classes.get(number).evidence();
            faults.requireText(classes.get(number).name(), place + "/name");
            faults.requireText(evidence.text(), place + "/evidence/text");
            String hash = evidence.documentSha256();
            if (hash == null && evidence.documentUrl() == null) {
                faults.add(
                        place + "/evidence",
                        "names no document; it must have documentSha256 or documentUrl, since the class must be proven");
            }
            if (hash != null && !hash.matches("[0-9a-f]{64}")) {
                faults.add(place + "/evidence/documentSha256", "'" + hash + "' must be 64 digits of 0 to 9 and a to f");
            }
        }
        return dated(classes, TaxClass::validFrom, at);
    }

    private CarbonMethod carbon(@Nullable CarbonForm form, String at) {
        if (form == null) {
            return CarbonMethod.none();
        }
        List<Certificates> certificates = Objects.requireNonNullElse(form.certificates(), List.of());
        for (int number = 0; number < certificates.size(); number++) {
            BigDecimal percent = certificates.get(number).percent();
            if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
                faults.add(
                        at + "/certificates/" + number + "/percent",
                        percent.toPlainString() + " is not between 0 and 100");
            }
        }
        List<ResidualMix> residualMix = Objects.requireNonNullElse(form.residualMix(), List.of());
        for (int number = 0; number < residualMix.size(); number++) {
            BigDecimal grams = residualMix.get(number).gramsPerKwh();
            if (grams.signum() < 0) {
                faults.add(at + "/residualMix/" + number + "/gramsPerKwh", grams.toPlainString() + " is below 0");
            }
        }
        return new CarbonMethod(
                form.locationSeries(),
                dated(certificates, Certificates::validFrom, at + "/certificates"),
                dated(residualMix, ResidualMix::validFrom, at + "/residualMix"));
    }

    /** In order of the days from which they hold, which must differ. */
    private <T> List<T> dated(List<T> written, Function<T, LocalDate> validFrom, String at) {
        Set<LocalDate> days = new HashSet<>();
        for (int number = 0; number < written.size(); number++) {
            LocalDate day = validFrom.apply(written.get(number));
            if (!days.add(day)) {
                faults.add(at + "/" + number + "/validFrom", "there are two entries from " + day);
            }
        }
        return written.stream().sorted(Comparator.comparing(validFrom)).toList();
    }
}
