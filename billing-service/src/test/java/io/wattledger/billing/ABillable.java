package io.wattledger.billing;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What invoices of October 2026 are computed from, for tests. */
public final class ABillable {

    private ABillable() {}

    /** Rated usage of a municipality, in kroner with 25 % VAT. */
    public static Billable of(RatedDay... days) {
        return of(
                "NOK",
                AnAccount.NORWEGIAN_VAT,
                Arrays.stream(days).map(RatedDay::build).toList());
    }

    /** Rated usage in any currency under any VAT. */
    public static Billable of(String currency, VatTreatment vat, List<RatedUsage> usage) {
        LegalEntity entity = AnAccount.norwegianEntity("nordlys-no", "NO26-");
        Contract contract = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026(), currency, vat);
        return new Billable(
                entity.seller(),
                AnAccount.municipalBuyer("havvik", "Havvik kommune"),
                contract.invoiceReferences(DocumentGroup.WHOLE),
                new BillingPeriod(
                        LocalDate.of(2026, 10, 1),
                        LocalDate.of(2026, 11, 1),
                        contract.billing().timeZone()),
                contract.currency(),
                vat,
                SummedUsage.of(usage),
                new Names(Map.of("glomfjord", "Glomfjord"), Map.of("h100-sxm", "NVIDIA H100 SXM 80 GB")));
    }
}
