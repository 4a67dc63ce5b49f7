package io.wattledger.billing.rest;

import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.rest.CatalogBody.CommitmentBody;
import io.wattledger.billing.rest.CatalogBody.DiscountBody;
import io.wattledger.contracts.WireName;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns discounts and commitments into the form of a catalog, with what they leave open filled in. */
final class CommercialView {

    private CommercialView() {}

    static DiscountBody discount(Discount discount) {
        YearMonth until = discount.scope().untilMonth();
        BigDecimal percent = discount.reduction() instanceof Reduction.PerCent part ? part.percent() : null;
        BigDecimal amount = discount.reduction() instanceof Reduction.Amount whole ? whole.perMonth() : null;
        return new DiscountBody(
                discount.id(),
                discount.words(),
                percent,
                amount,
                kinds(discount.on()),
                discount.on().skus(),
                discount.on().sites(),
                discount.scope().contracts(),
                discount.scope().firstMonth().toString(),
                until == null ? null : until.toString(),
                discount.cap(),
                discount.commitment(),
                discount.reasonCode());
    }

    static CommitmentBody commitment(Commitment commitment) {
        return new CommitmentBody(
                commitment.id(),
                commitment.words(),
                commitment.committed().amount(),
                commitment.committed().currency().getCurrencyCode(),
                WireName.of(commitment.every()),
                commitment.months().first().toString(),
                commitment.months().until().toString(),
                kinds(commitment.counts()),
                commitment.counts().skus(),
                commitment.counts().sites(),
                commitment.contracts(),
                commitment.overagePercent());
    }

    private static @Nullable List<String> kinds(ChargeSelection selection) {
        return CatalogView.each(selection.kinds(), WireName::of);
    }
}
