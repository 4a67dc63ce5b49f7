package io.wattledger.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** An evidence bundle as somebody else than its author may change it. */
final class EvidenceFile {

    private static final String MANIFEST = "manifest.json";

    private final Map<ZipEntry, byte[]> parts = new LinkedHashMap<>();

    /** Reads a bundle. */
    EvidenceFile(byte[] bundle) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry, zip.readAllBytes());
            }
        }
    }

    /** A part as text. */
    String text(String part) {
        return new String(parts.get(entry(part)), UTF_8);
    }

    /** Changes a part and leaves the manifest as it was. */
    void put(String part, String text) {
        parts.put(entry(part), text.getBytes(UTF_8));
    }

    /** Changes a part and the manifest with it, so that nothing but the computation can tell. */
    void forge(String part, String text) {
        String manifest = text(MANIFEST).replace(listed(part), listed(part, text.getBytes(UTF_8)));
        put(part, text);
        put(MANIFEST, manifest);
    }

    /** Writes the bundle in the form in which bundles are written. */
    Path writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<ZipEntry, byte[]> part : parts.entrySet()) {
                CRC32 checksum = new CRC32();
                checksum.update(part.getValue());
                ZipEntry entry = new ZipEntry(part.getKey().getName());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(part.getValue().length);
                entry.setCrc(checksum.getValue());
                entry.setTimeLocal(part.getKey().getTimeLocal());
                zip.putNextEntry(entry);
                zip.write(part.getValue());
            }
        }
        return file;
    }

    private String listed(String part) {
        String entry = listed(part, parts.get(entry(part)));
        if (!text(MANIFEST).contains(entry)) {
            throw new AssertionError("the manifest does not say " + entry + ": " + text(MANIFEST));
        }
        return entry;
    }

    private static String listed(String part, byte[] content) {
        return "{\"name\":\"" + part + "\",\"bytes\":" + content.length + ",\"sha256\":\"" + sha256(content) + "\"}";
    }

    private ZipEntry entry(String part) {
        return parts.keySet().stream()
                .filter(entry -> entry.getName().equals(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no part " + part));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
