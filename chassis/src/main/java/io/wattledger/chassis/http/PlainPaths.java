package io.wattledger.chassis.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Refuses paths of the API that the framework would read as another path, as any other that is unknown: those that end with a slash,
 * and those with a segment that is empty, {@code .} or {@code ..}. Each thing has one address, and whoever makes a path with
 * a name that is empty must not reach what the path without it stands for.
 */
@ApplicationScoped
public class PlainPaths {

    private static final int BEFORE_THE_FRAMEWORK = -999;

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_THE_FRAMEWORK).handler(PlainPaths::look);
    }

    private static void look(RoutingContext request) {
        String path = request.request().path();
        if (path.endsWith("/")) {
            refuse(request, "leave the '/' at the end of the path out");
        } else if (slashes(path) != slashes(request.normalizedPath())
                || request.normalizedPath().endsWith("/")) {
            refuse(request, "the path has a segment that is empty, '.' or '..'");
        } else {
            request.next();
        }
    }

    private static void refuse(RoutingContext request, String why) {
        Problem.of(CommonProblem.NOT_FOUND, CommonProblem.NOT_FOUND.title() + ": " + why, List.of())
                .answer(request.response());
    }

    private static long slashes(String path) {
        return path.chars().filter(letter -> letter == '/').count();
    }
}
