package io.wattledger.verifier;

import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.DamagedBundle;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.billing.evidence.EvidenceBundle.Content;
import io.wattledger.billing.evidence.EvidenceBundle.Manifest;
import io.wattledger.billing.evidence.EvidenceBundle.Part;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle on disk, every byte of which is as its manifest says. In memory are the names and hashes of its parts, and of a part
 * what is being read of it.
 */
final class BundleFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final ZipFile zip;
    private final SortedMap<String, Stored> parts;

    private BundleFile(ZipFile zip, SortedMap<String, Stored> parts) {
        this.zip = zip;
        this.parts = parts;
    }

    /** A part by what it was found to be. */
    private record Stored(long bytes, byte[] hash, long crc32) {

        String sha256() {
            return HexFormat.of().formatHex(hash);
        }
    }

    /**
     * Opens an archive and compares it with its manifest, byte for byte.
     *
     * @throws DamagedBundle where anything is not as it was written, naming every part that is missing, added or changed
     */
    static BundleFile open(Path file) throws DamagedBundle, IOException {
        SortedMap<String, Stored> parts = entries(file);
        Stored written = parts.remove(EvidenceBundle.MANIFEST);
        if (written == null) {
            throw new DamagedBundle(
                    List.of(EvidenceBundle.MANIFEST + " is missing; this is no evidence bundle, or it was cut off"));
        }
        Manifest manifest = manifest(file);
        List<String> faults = faults(manifest, parts);
        if (!faults.isEmpty()) {
            throw new DamagedBundle(faults);
        }
        ZipFile zip = zip(file);
        try {
            BundleFile bundle = new BundleFile(zip, parts);
            bundle.compare(manifest, written, file);
            bundle.compareNames();
            return bundle;
        } catch (DamagedBundle | IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static Manifest manifest(Path file) throws DamagedBundle {
        try (ZipInputStream zip = new ZipInputStream(buffered(file))) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && !entry.getName().equals(EvidenceBundle.MANIFEST)) {
                entry = zip.getNextEntry();
            }
            Manifest manifest = WireJson.read(zip, Manifest.class);
            if (!manifest.format().equals(EvidenceBundle.FORMAT)) {
                throw new DamagedBundle(List.of(EvidenceBundle.MANIFEST + " says format '" + manifest.format()
                        + "'; only " + EvidenceBundle.FORMAT + " is known"));
            }
            return manifest;
        } catch (IOException e) {
            throw new DamagedBundle(List.of(EvidenceBundle.MANIFEST + " cannot be read: " + e.getMessage()));
        }
    }

    /** What the archive holds, one entry behind the other, as a reader sees it who knows nothing of its table of contents. */
    private static SortedMap<String, Stored> entries(Path file) throws DamagedBundle, IOException {
        SortedMap<String, Stored> parts = new TreeMap<>();
        try (InputStream bytes = buffered(file);
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = next(zip, parts); entry != null; entry = next(zip, parts)) {
                String name = entry.getName();
                if (!EvidenceBundle.mayBeNamed(name)) {
                    throw new DamagedBundle(List.of("part '" + name + "' has a name that leads out of the bundle"));
                }
                if (entry.getMethod() != ZipEntry.STORED) {
                    throw new DamagedBundle(
                            List.of("part '" + name + "' is compressed; parts of a bundle are stored as they are"));
                }
                if (parts.size() >= EvidenceBundle.MOST_PARTS) {
                    throw new DamagedBundle(List.of("there are more than " + EvidenceBundle.MOST_PARTS + " parts"));
                }
                if (parts.put(name, content(zip, name)) != null) {
                    throw new DamagedBundle(List.of("part '" + name + "' is there twice"));
                }
            }
        }
        return parts;
    }

    private static @Nullable ZipEntry next(ZipInputStream zip, SortedMap<String, Stored> before) throws DamagedBundle {
        try {
            return zip.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            String after = before.isEmpty() ? "" : " after part '" + before.lastKey() + "'";
            throw new DamagedBundle(List.of("the archive cannot be read" + after + ": " + e.getMessage()));
        }
    }

    private static Stored content(ZipInputStream zip, String name) throws DamagedBundle {
        MessageDigest digest = Sha256.digest();
        CRC32 checksum = new CRC32();
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        try {
            for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                digest.update(buffer, 0, read);
                checksum.update(buffer, 0, read);
                length += read;
            }
        } catch (IOException e) {
            throw new DamagedBundle(List.of("part '" + name + "' was changed: " + e.getMessage()));
        }
        return new Stored(length, digest.digest(), checksum.getValue());
    }

    private static List<String> faults(Manifest manifest, SortedMap<String, Stored> parts) {
        List<String> faults = new ArrayList<>();
        SortedMap<String, Stored> extra = new TreeMap<>(parts);
        for (Part part : manifest.parts()) {
            Stored content = extra.remove(part.name());
            if (content == null) {
                faults.add("part '" + part.name() + "' is missing");
            } else if (content.bytes() != part.bytes() || !content.sha256().equals(part.sha256())) {
                faults.add("part '" + part.name() + "' was changed: its SHA-256 is " + content.sha256()
                        + ", the manifest says " + part.sha256());
            }
        }
        extra.keySet().forEach(name -> faults.add("part '" + name + "' is not in the manifest"));
        return faults;
    }

    private static ZipFile zip(Path file) throws DamagedBundle, IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException | EOFException e) {
            throw otherwise();
        }
    }

    /** Writes what was read once more, and holds every byte against the file. */
    private void compare(Manifest manifest, Stored written, Path file) throws DamagedBundle, IOException {
        MessageDigest digest = Sha256.digest();
        WireJson.write(manifest, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        if (!Arrays.equals(digest.digest(), written.hash())) {
            throw otherwise();
        }
        SortedMap<String, Content> contents = new TreeMap<>();
        parts.forEach((name, part) -> contents.put(name, new Copied(name, part)));
        try (InputStream bytes = buffered(file)) {
            Compared compared = new Compared(bytes);
            EvidenceBundle.write(new Copied(EvidenceBundle.MANIFEST, written), contents, compared);
            if (!compared.equal || bytes.read() >= 0) {
                throw otherwise();
            }
        } catch (ZipException | EOFException e) {
            // A table of contents that leads elsewhere gives other lengths and checksums.
            throw otherwise();
        }
    }

    private static DamagedBundle otherwise() {
        return new DamagedBundle(List.of("the archive holds bytes that belong to no part, or its parts are not in the"
                + " order and form in which bundles are written"));
    }

    private void compareNames() throws DamagedBundle {
        List<String> wrong = new ArrayList<>();
        for (String lead : List.of(BundleParts.INPUTS, BundleParts.PRICE_DOCUMENTS)) {
            under(lead).forEach(name -> {
                String hash = sha256(name);
                if (!name.substring(lead.length()).replace(".json", "").equals(hash)) {
                    wrong.add("part '" + name + "' was changed: its name is the SHA-256 of what it was, and now it is "
                            + hash);
                }
            });
        }
        if (!wrong.isEmpty()) {
            throw new DamagedBundle(wrong);
        }
    }

    /** How many parts there are, the manifest not among them. */
    int size() {
        return parts.size();
    }

    /** The names that begin so, in their order. */
    List<String> under(String lead) {
        return parts.tailMap(lead).keySet().stream()
                .takeWhile(name -> name.startsWith(lead))
                .toList();
    }

    boolean has(String name) {
        return parts.containsKey(name);
    }

    /** The hash of a part that is there. */
    String sha256(String name) {
        Stored part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("there is no part " + name);
        }
        return part.sha256();
    }

    /** A part that is there, to be read once from its begin. */
    InputStream stream(String name) throws IOException {
        return new BufferedInputStream(zip.getInputStream(zip.getEntry(name)), BUFFER);
    }

    /** All of a part; null where there is none. */
    byte @Nullable [] content(String name) {
        if (!has(name)) {
            return null;
        }
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("part '" + name + "' cannot be read any more", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static InputStream buffered(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    /** A part that is copied from the file when its turn comes. */
    private final class Copied implements Content {

        private final String name;
        private final Stored part;

        Copied(String name, Stored part) {
            this.name = name;
            this.part = part;
        }

        @Override
        public long bytes() {
            return part.bytes();
        }

        @Override
        public String sha256() {
            return part.sha256();
        }

        @Override
        public long crc32() {
            return part.crc32();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new ZipException("no entry " + name);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                in.transferTo(out);
            }
        }
    }

    /** Takes bytes and compares them with those of a stream. */
    private static final class Compared extends OutputStream {

        private final InputStream expected;
        private boolean equal = true;

        Compared(InputStream expected) {
            this.expected = expected;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (equal) {
                byte[] there = expected.readNBytes(length);
                equal = Arrays.equals(there, 0, there.length, bytes, from, from + length);
            }
        }
    }
}
