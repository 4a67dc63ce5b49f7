package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Certificates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Certificates for the facility energy of a month, rounded up to the next whole MWh once over all of it. */
final class CertificatesRating {

    private static final BigDecimal KWH_PER_MWH = BigDecimal.valueOf(1000);

    private CertificatesRating() {}

    static MonthCharges rate(Certificates component, MonthPart part, EarlierCharges earlier) {
        List<ProjectGap> gaps = new ArrayList<>();
        BigDecimal megawattHours = component.components() == null
                ? allEnergy(component, part, gaps)
                : earlier.facilityKwh(component.components(), component::covers).divide(KWH_PER_MWH);
        // Charges are quotients of 34 digits: what they lack of a whole MWh, or exceed it by, at the end is no energy.
        BigDecimal certificates =
                megawattHours.setScale(18, RoundingMode.HALF_UP).setScale(0, RoundingMode.CEILING);
        Charge charge = new Charge(
                component.id(),
                null,
                ChargeKind.CERTIFICATE,
                component.description(),
                null,
                null,
                certificates,
                ChargeUnit.CERTIFICATE,
                Exact.normal(component.pricePerCertificate()),
                Exact.normal(certificates.multiply(component.pricePerCertificate())),
                0,
                0,
                List.of());
        return new MonthCharges(List.of(new ProjectCharge(RatedUsage.ALL, charge)), gaps);
    }

    private static BigDecimal allEnergy(Certificates component, MonthPart part, List<ProjectGap> gaps) {
        BigDecimal millijoules = BigDecimal.ZERO;
        for (String id : part.loads().stream().map(SkuLoad::site).distinct().toList()) {
            if (component.covers(id)) {
                Site site = part.site(id);
                SiteEnergy energy = SiteEnergy.of(part, site);
                gaps.addAll(energy.gaps(component));
                millijoules = millijoules.add(energy.total());
            }
        }
        return Exact.divide(millijoules, Exact.MILLIJOULES_PER_MWH);
    }
}
