package io.wattledger.chassis.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body by its stated length before any of it is read, with a problem. */
@ApplicationScoped
public class BodyLimit {

    /** Before the framework's own look at the length, which answers without a body. */
    private static final int BEFORE_ALL_OTHERS = -1_000;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final long mostBytes;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M") MemorySize most) {
        this.mostBytes = most.asLongValue();
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_ALL_OTHERS).handler(this::refuseTooLarge);
    }

    private void refuseTooLarge(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (length == null || !LENGTH.matcher(length).matches() || Long.parseLong(length) <= mostBytes) {
            request.next();
            return;
        }
        String detail =
                "the body has " + length + " bytes and at most " + mostBytes + " are accepted; send it in parts";
        Problem.of(CommonProblem.TOO_LARGE, detail, List.of()).answer(request.response());
    }
}
