package io.wattledger.billing.rest;

import io.wattledger.billing.flow.BalanceBook;
import io.wattledger.billing.flow.ReadCharges;
import io.wattledger.billing.flow.ReadCharges.OpenMonth;
import io.wattledger.chassis.http.CommaSeparated;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Billing's side of the books: rated = invoiced + open. */
@Path("/api/v1")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class BooksResource {

    private final ReadCharges readCharges;

    BooksResource(ReadCharges readCharges) {
        this.readCharges = readCharges;
    }

    /**
     * Figures that must balance.
     *
     * @param milliGpuSeconds GPU time
     */
    public record BalanceView(GpuTime milliGpuSeconds) {}

    /**
     * GPU time in milli-GPU-seconds.
     *
     * @param received as rated now
     * @param invoiced as it was when invoiced
     * @param open received less invoiced
     */
    public record GpuTime(BigInteger received, BigInteger invoiced, BigInteger open) {}

    /**
     * Usage that no invoice holds.
     *
     * @param items by tenant, contract, month and currency
     */
    public record OpenUsageView(List<OpenItem> items) {}

    /**
     * Usage of a month that no invoice holds.
     *
     * @param tenant whose
     * @param contract under which contract
     * @param period month of the contract's billing time zone
     * @param milliGpuSeconds GPU time; negative where less was used than invoiced
     * @param amount unrounded
     * @param currency of the amount
     * @param gaps stretches without a price
     */
    public record OpenItem(
            String tenant,
            String contract,
            String period,
            BigInteger milliGpuSeconds,
            BigDecimal amount,
            String currency,
            long gaps) {}

    /** The balance, over some tenants or all. */
    @GET
    @Path("/balance")
    @Operation(operationId = "getBalance", summary = "Billing's side of the books")
    public BalanceView balance(@QueryParam("tenants") @Nullable String tenants) {
        BalanceBook.Balance balance = readCharges.balance(CommaSeparated.values(tenants));
        return new BalanceView(new GpuTime(balance.received(), balance.invoiced(), balance.open()));
    }

    /** What is open, by month. */
    @GET
    @Path("/open-usage")
    @Operation(operationId = "getOpenUsage", summary = "Usage that no invoice holds")
    public OpenUsageView openUsage() {
        return new OpenUsageView(
                readCharges.open().stream().map(BooksResource::toWire).toList());
    }

    private static OpenItem toWire(OpenMonth open) {
        return new OpenItem(
                open.key().tenant(),
                open.key().contract(),
                open.key().month().toString(),
                open.milliGpuSeconds(),
                open.amount(),
                open.currency(),
                open.gaps());
    }
}
