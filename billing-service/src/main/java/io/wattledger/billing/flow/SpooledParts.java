package io.wattledger.billing.flow;

import io.wattledger.billing.evidence.EvidenceBundle.Content;
import io.wattledger.contracts.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Parts of a bundle one behind the other in a file, since they need not fit into memory; closed, the file is gone. */
final class SpooledParts implements AutoCloseable {

    private final FileChannel channel;
    private final SortedMap<String, Content> parts = new TreeMap<>();

    SpooledParts() throws IOException {
        channel = FileChannel.open(
                Files.createTempFile("wattledger-evidence", null),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Writes what a part holds. */
    interface Source {
        void writeTo(OutputStream out) throws IOException, SQLException;
    }

    /** A part by where it stands in the file. */
    private record Piece(FileChannel channel, long start, long bytes, String sha256, long crc32) implements Content {

        @Override
        public void writeTo(OutputStream out) throws IOException {
            WritableByteChannel target = Channels.newChannel(out);
            for (long done = 0; done < bytes; ) {
                done += channel.transferTo(start + done, bytes - done, target);
            }
        }
    }

    /** Adds a part, unless there is one of that name: what is named by its hash comes as often as it is used. */
    void add(String name, byte[] content) throws IOException {
        if (parts.containsKey(name)) {
            return;
        }
        try {
            add(name, out -> out.write(content));
        } catch (SQLException e) {
            throw new IllegalStateException("bytes are written without a database", e);
        }
    }

    /** Adds a part that is written piece by piece. */
    void add(String name, Source source) throws IOException, SQLException {
        long start = channel.position();
        MessageDigest digest = Sha256.digest();
        CRC32 checksum = new CRC32();
        OutputStream out = new CheckedOutputStream(
                new DigestOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)), digest), checksum);
        source.writeTo(out);
        out.flush();
        long bytes = channel.position() - start;
        parts.put(name, new Piece(channel, start, bytes, Sha256.hex(digest), checksum.getValue()));
    }

    /** All parts by name. */
    SortedMap<String, Content> parts() {
        return Collections.unmodifiableSortedMap(parts);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
