package io.wattledger.chassis.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended. For a caller it is opaque: it is handed back with the same question, and with another one
 * it is refused. It names the last row seen and not a number of rows, so that nothing is lost or doubled when rows are
 * added meanwhile. It opens nothing: what the caller may see is decided anew for every page.
 */
public final class PageCursor {

    /** No name can contain it. */
    private static final String SEPARATOR = "\u001f";

    private PageCursor() {}

    /** The cursor after the row that {@code key} names, in a list that {@code question} asks for. */
    public static String after(String question, List<String> key) {
        String text = Integer.toHexString(question.hashCode()) + SEPARATOR + String.join(SEPARATOR, key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /**
     * The key of the last row seen; null for the first page.
     *
     * @param parts how many the key has
     * @throws Refusal where no list, or one that was asked otherwise, gave the cursor out
     */
    public static @Nullable List<String> key(@Nullable String cursor, String question, int parts) {
        if (cursor == null) {
            return null;
        }
        String decoded = decoded(cursor);
        List<String> texts = List.of(decoded.split(SEPARATOR, -1));
        // The database has no text with U+0000, and so no list has a key with it.
        if (texts.size() != parts + 1 || decoded.indexOf('\0') >= 0) {
            throw foreign();
        }
        if (!texts.getFirst().equals(Integer.toHexString(question.hashCode()))) {
            throw invalid("belongs to another question: hand it back with the same parameters");
        }
        return texts.subList(1, texts.size());
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
    }

    /** The refusal of a cursor whose key cannot be read. */
    public static Refusal foreign() {
        return invalid("is none that this list gave out");
    }

    private static Refusal invalid(String detail) {
        return new Refusal(CommonProblem.INVALID, "cursor " + detail, List.of(new FieldError("cursor", detail)));
    }
}
