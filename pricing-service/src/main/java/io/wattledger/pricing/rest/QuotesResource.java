package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.flow.QuotePlan;
import io.wattledger.pricing.flow.QuotePlan.Question;
import io.wattledger.pricing.flow.QuotePlan.SiteQuote;
import io.wattledger.pricing.flow.SimulateTariff;
import io.wattledger.pricing.flow.SimulateTariff.Effect;
import io.wattledger.pricing.rating.Commitment.Comparison;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Answers what something would cost. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QuotesResource {

    private final QuotePlan quotePlan;
    private final SimulateTariff simulateTariff;
    private final Caller caller;

    QuotesResource(QuotePlan quotePlan, SimulateTariff simulateTariff, Caller caller) {
        this.quotePlan = quotePlan;
        this.simulateTariff = simulateTariff;
        this.caller = caller;
    }

    /**
     * A plan of use.
     *
     * @param duration ISO 8601, whole quarter-hours; absent where the plan fills the window
     * @param site absent for all sites
     */
    public record QuoteForm(
            String tariff,
            String sku,
            int gpus,
            Instant start,
            Instant end,
            @Nullable String duration,
            @Nullable String site) {}

    /** Quotes, the cheapest first. */
    public record QuoteList(List<SiteQuote> items) {}

    /** Two tariffs for a month, for example one on demand and one with reserved capacity. */
    public record ComparisonForm(String first, String second, String site, String sku, int gpus, LocalDate month) {}

    /** A draft of a tariff, and the first day of the month to rate again. */
    public record SimulationForm(TariffForm tariff, LocalDate month) {}

    /** What would be different, by contract. */
    public record EffectList(List<Effect> items) {}

    /** The price of a plan at every site, and the cheapest window for it. */
    @POST
    @Path("/quotes")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.TENANT})
    @Operation(operationId = "quote", summary = "Price a plan of use at every site; nothing is stored")
    public QuoteList quote(QuoteForm form) {
        Question question = new Question(
                form.tariff(), form.sku(), form.gpus(), window(form), duration(form.duration()), form.site());
        return new QuoteList(quotePlan.quote(question, caller.seesAllTenants() ? null : caller.tenant()));
    }

    /** From how much use on the second tariff costs no more than the first. */
    @POST
    @Path("/quotes/comparison")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "compareTariffs", summary = "Compare two tariffs for a month; nothing is stored")
    public Comparison compare(ComparisonForm form) {
        return quotePlan.compare(form.first(), form.second(), form.site(), form.sku(), form.gpus(), form.month());
    }

    /** What a month would have come to under a draft. */
    @POST
    @Path("/tariff-simulations")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "simulateTariff", summary = "Rate a month under a draft tariff; nothing is stored")
    public EffectList simulate(SimulationForm form) {
        return new EffectList(simulateTariff.simulate(form.tariff(), form.month()));
    }

    private static Interval window(QuoteForm form) {
        if (!form.end().isAfter(form.start())) {
            throw Windows.refuse("end", form.end() + " is not after start " + form.start());
        }
        return new Interval(form.start(), form.end());
    }

    private static @Nullable Duration duration(@Nullable String text) {
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeException e) {
            throw Windows.refuse("duration", "'" + text + "' is no ISO 8601 duration, for example PT8H");
        }
    }
}
