package io.wattledger.billing.evidence;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip archive of parts with a manifest of their hashes. The same parts always give the same bytes: in order of their names,
 * all of one fixed time, stored and not compressed. So an archive cannot be smaller than what it holds, and a changed byte
 * anywhere shows.
 *
 * @param manifest what it is about and what it holds
 * @param parts content by name, without the manifest
 */
public record EvidenceBundle(Manifest manifest, SortedMap<String, byte[]> parts) {

    /** Name and version of the format, in every manifest. */
    public static final String FORMAT = "wattledger-evidence.v1";

    /** Name of the manifest, which comes first. */
    public static final String MANIFEST = "manifest.json";

    /** No bundle has more parts. */
    public static final int MOST_PARTS = 1_000_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    /** The first moment that the format knows; in no zone, so that it is the same everywhere. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /**
     * What an archive is about and what it holds.
     *
     * @param format name and version of the format
     * @param tenant whom the document bills
     * @param number number of the document
     * @param parts in order of their names
     */
    public record Manifest(String format, String tenant, String number, List<Part> parts) {

        /** Copies the list. */
        public Manifest {
            parts = List.copyOf(parts);
        }
    }

    /** A part by its name, its length in bytes and its hash in hexadecimal. */
    public record Part(String name, long bytes, String sha256) {}

    /** What a part holds, to be written when its turn comes. */
    public interface Content {

        /** Its length. */
        long bytes();

        /** Its hash in hexadecimal. */
        String sha256();

        /** The checksum that zip archives state. */
        long crc32();

        /** Writes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private record InMemory(byte[] content) implements Content {

        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public String sha256() {
            return Sha256.hex(content);
        }

        @Override
        public long crc32() {
            CRC32 checksum = new CRC32();
            checksum.update(content);
            return checksum.getValue();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(content);
        }
    }

    /** A manifest, which is as long as there are parts, and so is written twice rather than kept. */
    private record Listed(Manifest manifest, long bytes, String sha256, long crc32) implements Content {

        static Listed of(Manifest manifest) {
            MessageDigest digest = Sha256.digest();
            CRC32 checksum = new CRC32();
            long[] length = {0};
            OutputStream counted = new OutputStream() {
                @Override
                public void write(int one) {
                    length[0]++;
                }

                @Override
                public void write(byte[] bytes, int from, int many) {
                    length[0] += many;
                }
            };
            try {
                WireJson.write(manifest, new CheckedOutputStream(new DigestOutputStream(counted, digest), checksum));
            } catch (IOException e) {
                throw new UncheckedIOException("nothing is written", e);
            }
            return new Listed(manifest, length[0], Sha256.hex(digest), checksum.getValue());
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            WireJson.write(manifest, out);
        }
    }

    /** Copies the map. */
    public EvidenceBundle {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** A bundle of parts. */
    public static EvidenceBundle of(String tenant, String number, SortedMap<String, byte[]> parts) {
        return new EvidenceBundle(manifest(tenant, number, inMemory(parts)), parts);
    }

    /** Writes the archive of parts that need not be in memory together. */
    public static void write(String tenant, String number, SortedMap<String, ? extends Content> parts, OutputStream out)
            throws IOException {
        write(Listed.of(manifest(tenant, number, parts)), parts, out);
    }

    private static Manifest manifest(String tenant, String number, SortedMap<String, ? extends Content> parts) {
        List<Part> listed = new ArrayList<>();
        parts.forEach((name, content) -> listed.add(new Part(name, content.bytes(), content.sha256())));
        return new Manifest(FORMAT, tenant, number, listed);
    }

    private static SortedMap<String, InMemory> inMemory(SortedMap<String, byte[]> parts) {
        SortedMap<String, InMemory> contents = new TreeMap<>();
        parts.forEach((name, content) -> contents.put(name, new InMemory(content)));
        return contents;
    }

    /** The archive. */
    public byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(Listed.of(manifest), inMemory(parts), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same with a manifest that is written already. */
    public static void write(Content manifest, SortedMap<String, ? extends Content> parts, OutputStream out)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, MANIFEST, manifest);
            for (var part : parts.entrySet()) {
                add(zip, part.getKey(), part.getValue());
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.bytes());
        entry.setCrc(content.crc32());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /** Whether a part may have the name: it does not lead out of the bundle. */
    public static boolean mayBeNamed(String part) {
        return NAME.matcher(part).matches();
    }
}
