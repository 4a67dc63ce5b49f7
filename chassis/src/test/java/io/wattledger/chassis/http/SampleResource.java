package io.wattledger.chassis.http;

import io.wattledger.chassis.tenancy.Contended;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to be refused by. */
@Path("/api/v1/samples")
public class SampleResource {

    private final Caller caller;

    SampleResource(Caller caller) {
        this.caller = caller;
    }

    /** A body with an amount and perhaps a day. */
    public record Sample(BigDecimal amount, @Nullable LocalDate day) {}

    @POST
    @RolesAllowed(Roles.OPERATOR)
    public Sample echo(Sample sample) {
        if (sample.amount().signum() < 0) {
            throw new Refusal(
                    CommonProblem.INVALID,
                    "the amount is negative",
                    List.of(new FieldError("/amount", sample.amount() + " is below 0")));
        }
        if (sample.amount().signum() == 0) {
            throw new IllegalStateException("secret words of the implementation");
        }
        return sample;
    }

    @POST
    @Path("perhaps")
    @RolesAllowed(Roles.OPERATOR)
    public boolean perhaps(@Nullable Sample sample) {
        return sample != null;
    }

    @POST
    @Path("dry")
    @RolesAllowed(Roles.OPERATOR)
    public boolean dry(@QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        return dryRun;
    }

    @POST
    @Path("conditional")
    @RolesAllowed(Roles.OPERATOR)
    public String conditional(@HeaderParam("If-Match") @Nullable String ifMatch) {
        return String.valueOf(ifMatch);
    }

    @POST
    @Path("contended")
    @RolesAllowed(Roles.OPERATOR)
    public boolean contended() {
        throw new Contended("somebody else works on the same samples");
    }

    @GET
    @Path("numbered")
    @RolesAllowed(Roles.OPERATOR)
    public int numbered(@QueryParam("limit") @DefaultValue("1") int limit) {
        return limit;
    }

    @GET
    @Path("chosen")
    @RolesAllowed(Roles.OPERATOR)
    public String chosen(
            @QueryParam("site") @Nullable String site,
            @QueryParam("names") @Nullable List<String> names,
            @QueryParam("cursor") @Nullable String cursor) {
        return site + " " + names + " " + cursor;
    }

    @GET
    @Path("paged")
    @RolesAllowed(Roles.OPERATOR)
    public int paged(@BeanParam SamplePage page) {
        return page.limit;
    }

    @GET
    @Path("tenant")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR})
    public List<String> tenant() {
        return List.of(caller.tenant());
    }
}
