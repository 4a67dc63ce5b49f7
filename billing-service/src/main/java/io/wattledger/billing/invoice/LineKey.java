package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a line bills, whatever invoice it stands on: the same charges, rated again, come to a line of the same key.
 *
 * @param project the tenant's subdivision
 * @param site id of the site
 * @param sku id of the SKU
 * @param kind what the component charges for
 * @param component id of the tariff component
 * @param part which part of the component; empty where it has only one
 * @param tariff id of the tariff
 * @param unit of the quantity
 */
public record LineKey(
        String project,
        String site,
        String sku,
        ChargeKind kind,
        String component,
        String part,
        String tariff,
        ChargeUnit unit) {

    /** No id contains it. */
    private static final String SEPARATOR = "\u001f";

    /** The key of a line. */
    public static LineKey of(InvoiceLine line) {
        LineItem item = line.item();
        String part = line.provenance().part();
        return new LineKey(
                item.project(),
                item.site(),
                item.sku(),
                item.kind(),
                item.component(),
                part == null ? "" : part,
                line.provenance().tariff(),
                line.quantity().unit());
    }

    /** The key of the line on which a charge stands: that of its own place, or else of its record. */
    public static LineKey of(RatedUsage usage, Charge charge) {
        return new LineKey(
                usage.project(),
                Objects.requireNonNullElse(charge.site(), usage.site()),
                Objects.requireNonNullElse(charge.sku(), usage.sku()),
                charge.kind(),
                charge.component(),
                Objects.requireNonNullElse(charge.part(), ""),
                usage.tariff(),
                charge.unit());
    }

    /** The same key with other instances of its texts. */
    LineKey with(UnaryOperator<String> instance) {
        return new LineKey(
                instance.apply(project),
                instance.apply(site),
                instance.apply(sku),
                kind,
                instance.apply(component),
                instance.apply(part),
                instance.apply(tariff),
                unit);
    }

    /** The key as one text, by which it can be stored and compared. */
    public String text() {
        return String.join(SEPARATOR, List.of(project, site, sku, kind.name(), component, part, tariff, unit.name()));
    }
}
