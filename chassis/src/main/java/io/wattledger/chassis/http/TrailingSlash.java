package io.wattledger.chassis.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Refuses paths of the API that end with a slash, as any other that is unknown. The framework takes them for the path without
 * it, so that each thing would have several addresses, of which the documents name one.
 */
@ApplicationScoped
public class TrailingSlash {

    private static final int BEFORE_THE_FRAMEWORK = -999;

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_THE_FRAMEWORK).handler(TrailingSlash::look);
    }

    private static void look(RoutingContext request) {
        if (request.request().path().endsWith("/")) {
            String detail = CommonProblem.NOT_FOUND.title() + ": leave the '/' at the end of the path out";
            Problem.of(CommonProblem.NOT_FOUND, detail, List.of()).answer(request.response());
        } else {
            request.next();
        }
    }
}
