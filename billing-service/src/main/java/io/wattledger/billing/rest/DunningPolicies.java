package io.wattledger.billing.rest;

import io.wattledger.billing.dunning.DunningPolicy;
import io.wattledger.billing.dunning.DunningPolicyRules;
import io.wattledger.billing.flow.DunningBook.Kept;
import io.wattledger.billing.flow.DunningBook.PolicyKey;
import io.wattledger.billing.flow.KeepDunning;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What reading and setting a policy have in common, whosever it is. */
@RequestScoped
class DunningPolicies {

    private final KeepDunning dunning;
    private final Caller caller;

    DunningPolicies(KeepDunning dunning, Caller caller) {
        this.dunning = dunning;
        this.caller = caller;
    }

    /** The policy of a key with its ETag. */
    Response get(Optional<PolicyKey> key) {
        return key.flatMap(dunning::policy)
                .map(DunningPolicies::answer)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no such policy"));
    }

    /** Sets the next revision, if it is right and the caller has seen the one before. */
    Response set(Optional<PolicyKey> found, DunningPolicy policy, @Nullable String ifMatch) {
        PolicyKey key = found.orElseThrow(
                () -> new Refusal(CommonProblem.NOT_FOUND, "there is no such legal entity or contract"));
        long before = dunning.policy(key).map(Kept::revision).orElse(0L);
        if (before > 0 && ifMatch == null) {
            throw new Refusal(
                    BillingProblem.IF_MATCH_MISSING,
                    "there is a policy; send its ETag as you saw it in If-Match",
                    List.of(new FieldError("If-Match", "is missing")));
        }
        if (ifMatch != null && !ifMatch.equals("\"" + before + "\"")) {
            throw changed();
        }
        List<FieldError> errors = DunningPolicyRules.flaws(policy).stream()
                .map(flaw -> new FieldError(flaw.pointer(), flaw.detail()))
                .toList();
        if (!errors.isEmpty()) {
            throw new Refusal(CommonProblem.INVALID, "the policy breaks a rule; nothing was stored", errors);
        }
        Kept next = new Kept(before + 1, policy);
        if (!dunning.set(key, next, caller.name())) {
            throw changed();
        }
        return answer(next);
    }

    private static Refusal changed() {
        return new Refusal(
                BillingProblem.CHANGED_MEANWHILE, "it was changed since you saw it; fetch it and decide again");
    }

    private static Response answer(Kept kept) {
        return Response.ok(kept.policy(), MediaType.APPLICATION_JSON)
                .tag(new EntityTag(Long.toString(kept.revision())))
                .build();
    }
}
