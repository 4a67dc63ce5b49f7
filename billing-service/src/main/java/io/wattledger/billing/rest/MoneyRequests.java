package io.wattledger.billing.rest;

import io.wattledger.billing.flow.AnswerBook.Answer;
import io.wattledger.billing.flow.AnswerBook.RequestKey;
import io.wattledger.billing.flow.AnswerOnce;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that move money: each needs a key, takes effect once, and has one answer for ever. */
@RequestScoped
public class MoneyRequests {

    /** Says that the answer was given to an earlier request under the same key. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final int LONGEST_KEY = 255;

    private final AnswerOnce answerOnce;
    private final Caller caller;

    MoneyRequests(AnswerOnce answerOnce, Caller caller) {
        this.answerOnce = answerOnce;
        this.caller = caller;
    }

    /** Answers under the request's key; {@code operation} and {@code body} say what the key stands for. */
    Response answer(
            @Nullable String key, String operation, Object body, Collection<String> tenants, AnswerOnce.Effect effect) {
        RequestKey requestKey = new RequestKey(TenantScope.NO_TENANT, caller.name(), required(key));
        return switch (answerOnce.answer(requestKey, hash(operation, body), tenants, effect)) {
            case AnswerOnce.Answered answered -> response(answered);
            case AnswerOnce.KeyUsedOtherwise ignored ->
                throw new Refusal(
                        BillingProblem.IDEMPOTENCY_KEY_REUSED,
                        "the key '" + key + "' was sent with another request; use a new key for a new request",
                        List.of(new FieldError("Idempotency-Key", "belongs to another request")));
            case AnswerOnce.KeyInUse ignored ->
                throw new Refusal(
                        BillingProblem.IDEMPOTENCY_KEY_IN_USE,
                        "a request under the key '" + key + "' is being worked on; send it again in a moment");
        };
    }

    /** An answer with a JSON body. */
    static Answer json(int status, @Nullable String location, Object body) {
        return new Answer(status, location, WireJson.write(body));
    }

    static String required(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new Refusal(
                    BillingProblem.IDEMPOTENCY_KEY_MISSING,
                    "send the header Idempotency-Key with a text of your choice, new for each new request",
                    List.of(new FieldError("Idempotency-Key", "is missing")));
        }
        if (key.length() > LONGEST_KEY) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters",
                    List.of(new FieldError("Idempotency-Key", "has " + key.length() + " characters")));
        }
        return key;
    }

    private static Response response(AnswerOnce.Answered answered) {
        Answer answer = answered.answer();
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(new String(answer.body(), StandardCharsets.UTF_8));
        String location = answer.location();
        if (location != null) {
            response.location(URI.create(location));
        }
        if (answered.replayed()) {
            response.header(REPLAYED, "true");
        }
        return response.build();
    }

    private static byte[] hash(String operation, Object body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(operation.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(WireJson.write(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
