package io.wattledger.pricing.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionComparisonTest {

    private static final CapacityCharge GRID = new CapacityCharge(
            "grid",
            "Grid",
            List.of(new CapacityCharge.SiteCapacity("narvik", new BigDecimal("100"), new BigDecimal("640"), null)),
            CapacityCharge.Proration.DAYS);

    @Test
    void equalVersionsDoNotDiffer() {
        assertThat(VersionComparison.of(version(gpu("20.00"), GRID), version(gpu("20.00"), GRID)))
                .isEmpty();
    }

    @Test
    void aChangedPriceIsNamedBySkuAndSiteNotByPlace() {
        GpuHour before = new GpuHour("gpu", "GPU", List.of(price("a", null, "1"), price("b", "narvik", "20.00")));
        GpuHour after = new GpuHour("gpu", "GPU", List.of(price("b", "narvik", "21.50"), price("a", null, "1")));
        assertThat(VersionComparison.of(version(before), version(after)))
                .containsExactly(new Difference("gpu / prices b narvik / pricePerGpuHour", "20.00", "21.50"))
                .first()
                .extracting(Difference::text)
                .isEqualTo("~ gpu / prices b narvik / pricePerGpuHour: 20.00 -> 21.50");
    }

    @Test
    void aComponentThatComesOrGoesIsSaidMemberByMember() {
        List<Difference> differences = VersionComparison.of(version(gpu("20")), version(gpu("20"), GRID));
        assertThat(differences).extracting(Difference::text).contains("+ grid / kind: capacity-charge");
        assertThat(differences).extracting(Difference::before).containsOnlyNulls();
        assertThat(VersionComparison.of(version(gpu("20"), GRID), version(gpu("20"))))
                .extracting(Difference::after)
                .hasSameSizeAs(differences)
                .containsOnlyNulls();
    }

    @Test
    void theOrderOfEvaluationIsPartOfAVersion() {
        assertThat(VersionComparison.of(version(gpu("20"), GRID), version(GRID, gpu("20"))))
                .containsExactly(new Difference("order of components", "gpu, grid", "grid, gpu"));
    }

    @Test
    void withoutAVersionBeforeAllIsNew() {
        assertThat(VersionComparison.of(null, version(gpu("20"))))
                .extracting(Difference::text)
                .containsExactly(
                        "+ gpu / kind: gpu-hour",
                        "+ gpu / description: GPU",
                        "+ gpu / prices sku / sku: sku",
                        "+ gpu / prices sku / pricePerGpuHour: 20");
    }

    private static GpuHour gpu(String price) {
        return new GpuHour("gpu", "GPU", List.of(price("sku", null, price)));
    }

    private static GpuHour.Price price(String sku, String site, String price) {
        return new GpuHour.Price(sku, site, new BigDecimal(price));
    }

    private static TariffVersion version(Component... components) {
        return new TariffVersion(LocalDate.parse("2026-01-01"), List.of(components));
    }
}
