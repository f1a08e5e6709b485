package dev.duologue.redis;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The pepper in a file. It is the key of all digests in Redis, so every node needs the same, it must outlive a restart,
 * and it does not belong into Redis. Thread-safe.
 */
public final class Pepper {

    /** 256 bits, as the default hashing asks for at least. */
    private static final int BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private Pepper() {}

    /**
     * Reads the pepper of a file. If there is none, makes one of 32 random bytes that only its owner may read; of
     * several processes that do so at once, all get the same.
     *
     * @param file the file; folders to it are made
     * @return the pepper, at least 32 bytes
     * @throws IOException if the file cannot be read or is shorter than 32 bytes; if there is none and its file system
     *     cannot make one for several processes at once, as it has no hard links
     */
    public static byte[] fromFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        byte[] pepper = Files.readAllBytes(file);
        if (pepper.length < BYTES) {
            throw new IOException("a pepper has at least " + BYTES + " bytes, and " + file + " has " + pepper.length);
        }
        return pepper;
    }

    /**
     * Where the pepper of this user is kept if nobody says otherwise: {@code duologue/pepper} in the folder for state,
     * which is {@code $XDG_STATE_HOME} or {@code ~/.local/state} (XDG Base Directory Specification).
     *
     * @return the path, whether or not there is a file
     */
    public static Path defaultFile() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || !Path.of(state).isAbsolute()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return folder.resolve("duologue").resolve("pepper");
    }

    /** Written whole under another name first: nobody reads half of it, and the first one stays. */
    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        byte[] pepper = new byte[BYTES];
        new SecureRandom().nextBytes(pepper);
        Path whole = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly(file));
        try {
            Files.write(whole, pepper);
            link(file, whole);
        } finally {
            Files.delete(whole);
        }
    }

    /** The one way by which of several processes the first wins, and which is whole at once. */
    private static void link(Path file, Path whole) throws IOException {
        try {
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its pepper is the one to read.
            return;
        } catch (UnsupportedOperationException | FileSystemException e) {
            throw new IOException(
                    "no pepper can be made at " + file + ", where files cannot be linked: put " + BYTES
                            + " random bytes there that only their owner may read, or name another place",
                    e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
