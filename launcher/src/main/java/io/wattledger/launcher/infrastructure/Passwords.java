package io.wattledger.launcher.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The passwords of the database roles, made once and kept beside the data, readable by their owner only.
 *
 * @param superuser of {@code postgres}
 * @param owner of every {@code <service>_owner}
 * @param app of every {@code <service>_app}
 */
record Passwords(String superuser, String owner, String app) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the passwords kept in {@code file}, or makes and keeps new ones. */
    static Passwords keptIn(Path file) throws IOException {
        if (Files.exists(file)) {
            return JSON.readValue(file.toFile(), Passwords.class);
        }
        var random = new SecureRandom();
        var made = new Passwords(password(random), password(random), password(random));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, JSON.writeValueAsBytes(made));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
