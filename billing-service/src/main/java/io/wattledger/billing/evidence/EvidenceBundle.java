package io.wattledger.billing.evidence;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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

    private static final int MOST_PARTS = 1_000_000;

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
    public record Part(String name, int bytes, String sha256) {}

    /** What a part holds, to be written when its turn comes. */
    public interface Content {

        /** Its length. */
        int bytes();

        /** Its hash in hexadecimal. */
        String sha256();

        /** The checksum that zip archives state. */
        long crc32();

        /** Writes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private record InMemory(byte[] content) implements Content {

        @Override
        public int bytes() {
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
        write(manifest(tenant, number, parts), parts, out);
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
            write(manifest, inMemory(parts), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Manifest manifest, SortedMap<String, ? extends Content> parts, OutputStream out)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, MANIFEST, new InMemory(WireJson.write(manifest)));
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

    /**
     * Reads an archive and compares it with its manifest, byte for byte.
     *
     * @throws DamagedBundle where anything is not as it was written, naming every part that is missing, added or changed
     */
    public static EvidenceBundle read(byte[] archive) throws DamagedBundle {
        SortedMap<String, byte[]> parts = entries(archive);
        byte[] written = parts.remove(MANIFEST);
        if (written == null) {
            throw new DamagedBundle(List.of(MANIFEST + " is missing; this is no evidence bundle, or it was cut off"));
        }
        Manifest manifest;
        try {
            manifest = WireJson.read(written, Manifest.class);
        } catch (IOException e) {
            throw new DamagedBundle(List.of(MANIFEST + " cannot be read: " + e.getMessage()));
        }
        if (!manifest.format().equals(FORMAT)) {
            throw new DamagedBundle(
                    List.of(MANIFEST + " says format '" + manifest.format() + "'; only " + FORMAT + " is known"));
        }
        List<String> faults = faults(manifest, parts);
        if (!faults.isEmpty()) {
            throw new DamagedBundle(faults);
        }
        EvidenceBundle bundle = new EvidenceBundle(manifest, parts);
        if (!Arrays.equals(bundle.write(), archive)) {
            throw new DamagedBundle(
                    List.of("the archive holds bytes that belong to no part, or its parts are not in the"
                            + " order and form in which bundles are written"));
        }
        return bundle;
    }

    private static SortedMap<String, byte[]> entries(byte[] archive) throws DamagedBundle {
        SortedMap<String, byte[]> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!NAME.matcher(name).matches()) {
                    throw new DamagedBundle(List.of("part '" + name + "' has a name that leads out of the bundle"));
                }
                if (entry.getMethod() != ZipEntry.STORED) {
                    throw new DamagedBundle(
                            List.of("part '" + name + "' is compressed; parts of a bundle are stored as they are"));
                }
                if (parts.size() >= MOST_PARTS) {
                    throw new DamagedBundle(List.of("there are more than " + MOST_PARTS + " parts"));
                }
                if (parts.put(name, content(zip, name)) != null) {
                    throw new DamagedBundle(List.of("part '" + name + "' is there twice"));
                }
            }
        } catch (IOException e) {
            throw new DamagedBundle(List.of("the archive cannot be read" + after(parts) + ": " + e.getMessage()));
        }
        return parts;
    }

    private static byte[] content(ZipInputStream zip, String name) throws DamagedBundle {
        try {
            return zip.readAllBytes();
        } catch (IOException e) {
            throw new DamagedBundle(List.of("part '" + name + "' was changed: " + e.getMessage()));
        }
    }

    private static String after(SortedMap<String, byte[]> parts) {
        return parts.isEmpty() ? "" : " after part '" + parts.lastKey() + "'";
    }

    private static List<String> faults(Manifest manifest, SortedMap<String, byte[]> parts) {
        List<String> faults = new ArrayList<>();
        SortedMap<String, byte[]> extra = new TreeMap<>(parts);
        for (Part part : manifest.parts()) {
            byte[] content = extra.remove(part.name());
            if (content == null) {
                faults.add("part '" + part.name() + "' is missing");
            } else if (content.length != part.bytes() || !Sha256.hex(content).equals(part.sha256())) {
                faults.add("part '" + part.name() + "' was changed: its SHA-256 is " + Sha256.hex(content)
                        + ", the manifest says " + part.sha256());
            }
        }
        extra.keySet().forEach(name -> faults.add("part '" + name + "' is not in the manifest"));
        return faults;
    }
}
