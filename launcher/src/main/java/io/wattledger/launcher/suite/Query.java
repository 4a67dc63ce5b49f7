package io.wattledger.launcher.suite;

import io.wattledger.launcher.InputFault;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The query of a path: empty, or {@code ?name=value&…} in the order in which the parameters were added. */
public final class Query {

    /** No parameters. */
    public static final Query NONE = new Query("");

    private final String text;

    private Query(String text) {
        this.text = text;
    }

    /** This query and a parameter; null leaves it out. */
    public Query with(String name, @Nullable String value) {
        return value == null ? this : new Query(text + (text.isEmpty() ? "?" : "&") + name + "=" + form(value));
    }

    /**
     * A text as one segment of a path, where a space is no plus.
     *
     * @throws InputFault where a path with it would be read as that of something else
     */
    public static String segment(String text) {
        if (text.isBlank() || text.equals(".") || text.equals("..")) {
            throw InputFault.ofCommandLine("'" + text + "' names nothing; is a variable not set?");
        }
        return form(text).replace("+", "%20");
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text;
    }
}
