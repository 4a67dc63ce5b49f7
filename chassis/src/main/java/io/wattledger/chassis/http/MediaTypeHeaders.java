package io.wattledger.chassis.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at {@code Accept} and {@code Content-Type} before the framework does, which fails on what it cannot read. An empty
 * header is as none, and so are empty elements of a list (RFC 9110, section 5.6.1); what is no media type is refused. So is a
 * body that is compressed, which nobody here unpacks: it would be refused as no JSON, and its sender would look for the fault there.
 */
@ApplicationScoped
public class MediaTypeHeaders {

    /** After the limit of the body, and before all that asks for a media type. */
    private static final int BEFORE_THE_FRAMEWORK = -999;

    /** From 0 to 1 (RFC 9110, section 12.4.2); how many digits and whether with a leading zero does not matter. */
    private static final Pattern WEIGHT = Pattern.compile("0?\\.\\d+|0\\.?|1(\\.0*)?");

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_THE_FRAMEWORK).handler(MediaTypeHeaders::look);
    }

    private static void look(RoutingContext request) {
        MultiMap headers = request.request().headers();
        List<String> accepted = headers.getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        for (String range : accepted) {
            if (!isReadable(range)) {
                refuse(request, CommonProblem.MALFORMED_REQUEST, "Accept", range);
                return;
            }
        }
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        String sent = contentType == null ? "" : contentType.strip();
        if (!sent.isEmpty() && !isReadable(sent)) {
            refuse(request, CommonProblem.UNSUPPORTED_MEDIA_TYPE, "Content-Type", sent);
            return;
        }
        String encoding =
                String.join(", ", headers.getAll(HttpHeaders.CONTENT_ENCODING)).strip();
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            String detail = "the header Content-Encoding is '" + encoding + "': send the body as it is, not compressed";
            Problem.of(CommonProblem.UNSUPPORTED_MEDIA_TYPE, detail, List.of()).answer(request.response());
            return;
        }
        replace(headers, HttpHeaders.ACCEPT, String.join(", ", accepted));
        replace(headers, HttpHeaders.CONTENT_TYPE, sent);
        request.next();
    }

    private static boolean isReadable(String range) {
        try {
            String weight = MediaType.valueOf(range).getParameters().get("q");
            return weight == null || WEIGHT.matcher(weight).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void replace(MultiMap headers, CharSequence name, String value) {
        if (value.isEmpty()) {
            headers.remove(name);
        } else {
            headers.set(name, value);
        }
    }

    private static void refuse(RoutingContext request, CommonProblem problem, String header, String value) {
        String detail = "'" + value + "' of the header " + header
                + " is no media type: send one such as application/json, or leave the header out";
        Problem.of(problem, detail, List.of()).answer(request.response());
    }
}
