package io.wattledger.billing.focus;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which ids were seen, exactly. Ids of the form {@code NAME/NUMBER} take a bit each beside their name: those of a million rows of one
 * document would be a hundred megabytes of texts.
 */
final class SeenIds {

    /** Numbers with more digits are kept as texts: bits are kept up to the highest number. */
    private static final int MOST_DIGITS = 6;

    private final Map<String, BitSet> numbers = new HashMap<>();
    private final Set<String> texts = new HashSet<>();

    /** Whether an id was not seen before. */
    boolean add(String id) {
        int slash = id.lastIndexOf('/');
        if (slash < 0 || !isNumber(id, slash + 1)) {
            return texts.add(id);
        }
        int number = Integer.parseInt(id, slash + 1, id.length(), 10);
        BitSet seen = numbers.computeIfAbsent(id.substring(0, slash), name -> new BitSet());
        boolean isNew = !seen.get(number);
        seen.set(number);
        return isNew;
    }

    /** Only in the one form that a number has, so that two ids never share a bit. */
    private static boolean isNumber(String id, int start) {
        int digits = id.length() - start;
        if (digits < 1 || digits > MOST_DIGITS || digits > 1 && id.charAt(start) == '0') {
            return false;
        }
        for (int i = start; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
