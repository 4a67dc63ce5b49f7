package io.wattledger.launcher.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which rows of a file have come, by tenant and id: two rows of one file that cannot be told apart are not the same row reported
 * twice, and metering would take the second for that. Of each 64 bits of a hash are kept; of a file of four million rows two that
 * differ are taken for one in one of two million cases. Not for use by several threads.
 */
final class SeenRows {

    /** In 64 MiB; rows beyond are taken as they come. */
    static final int MOST = 4_000_000;

    private static final int FEWEST_PLACES = 1 << 10;

    private final MessageDigest digest;
    private long[] places = new long[FEWEST_PLACES];
    private int size;

    SeenRows() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether no row of the tenant with this id has come before. */
    boolean add(String tenant, String id) {
        if (size >= MOST) {
            return true;
        }
        if (2 * size >= places.length) {
            grow();
        }
        return add(hash(tenant, id));
    }

    private boolean add(long hash) {
        int place = (int) hash & (places.length - 1);
        while (places[place] != 0) {
            if (places[place] == hash) {
                return false;
            }
            place = (place + 1) & (places.length - 1);
        }
        places[place] = hash;
        size++;
        return true;
    }

    private void grow() {
        long[] before = places;
        places = new long[2 * before.length];
        size = 0;
        for (long hash : before) {
            if (hash != 0) {
                add(hash);
            }
        }
    }

    /** Zero marks an empty place. */
    private long hash(String tenant, String id) {
        digest.update(tenant.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        long hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return hash == 0 ? 1 : hash;
    }
}
