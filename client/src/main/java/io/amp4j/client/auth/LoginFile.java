package io.amp4j.client.auth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The file that a login is kept in, shared with Amp's other command-line tools: replaced as a whole, readable by its owner alone,
 * changed under a lock. Members of it that only other tools know are kept.
 */
final class LoginFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");

    /** A file's lock is the process's, not the thread's: threads are kept apart here. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;

    LoginFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    Path path() {
        return file;
    }

    Optional<Credentials> read() {
        return tree().flatMap(this::credentials);
    }

    private Optional<ObjectNode> tree() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return Optional.of(object);
            }
        } catch (IOException e) {
            // Jackson's message quotes what it read, which may be the token: the cause is left out.
            throw unreadable();
        }
        throw unreadable();
    }

    private Optional<Credentials> credentials(ObjectNode tree) {
        return text(tree, "accessToken")
                .map(token -> new Credentials(
                        token, text(tree, "refreshToken"), text(tree, "userId"), accounts(tree), expiry(tree)));
    }

    private static Optional<String> text(JsonNode tree, String name) {
        return Optional.ofNullable(tree.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static Optional<Instant> expiry(JsonNode tree) {
        return Optional.ofNullable(tree.get("expiry"))
                .filter(JsonNode::isNumber)
                .map(millis -> Instant.ofEpochMilli(millis.longValue()));
    }

    private static Optional<List<String>> accounts(JsonNode tree) {
        if (!(tree.get("accounts") instanceof ArrayNode array)) {
            return Optional.empty();
        }
        List<String> accounts = new ArrayList<>();
        array.forEach(account -> accounts.add(account.isTextual() ? account.textValue() : account.toString()));
        return Optional.of(accounts);
    }

    /** Does something that nobody else does to this file at the same time, in whichever process. */
    <T> T locked(Supplier<T> work) {
        ReentrantLock threads = THREADS.computeIfAbsent(file, unused -> new ReentrantLock());
        threads.lock();
        try {
            makeFolder();
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
                    FileLock held = channel.lock()) {
                assert held.isValid();
                return work.get();
            }
        } catch (IOException e) {
            throw failed("cannot be locked", e);
        } finally {
            threads.unlock();
        }
    }

    void write(Credentials login) {
        ObjectNode tree = current();
        tree.put("accessToken", login.accessToken());
        login.refreshToken().ifPresent(token -> tree.put("refreshToken", token));
        login.userId().ifPresent(user -> tree.put("userId", user));
        login.accounts().ifPresent(accounts -> {
            ArrayNode array = tree.putArray("accounts");
            accounts.forEach(array::add);
        });
        login.expiry().ifPresent(expiry -> tree.put("expiry", expiry.toEpochMilli()));
        try {
            makeFolder();
            replace(tree.toPrettyString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    /** What is there; nothing where it cannot be read, as it is to be replaced. */
    private ObjectNode current() {
        try {
            return tree().orElseGet(JSON::createObjectNode);
        } catch (AmpException broken) {
            return JSON.createObjectNode();
        }
    }

    private void replace(byte[] bytes) throws IOException {
        // Through a link: a login that is kept elsewhere stays there.
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path temporary = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".tmp", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void makeFolder() throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, isPosix() ? attributes(OWNER_ONLY_FOLDER) : new FileAttribute<?>[0]);
        }
    }

    /** Elsewhere, a user's folder is the user's. */
    private FileAttribute<?>[] ownerOnly() {
        return isPosix() ? attributes(OWNER_ONLY) : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether there was one to delete. */
    boolean delete() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("cannot be deleted", e);
        }
    }

    private AmpException unreadable() {
        return new AmpException(
                ClientError.CREDENTIALS,
                "the login file " + file + " cannot be read; log in again with 'amp auth login', or remove it, or set "
                        + "AMP_AUTH_TOKEN");
    }

    private AmpException failed(String what, IOException e) {
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName();
        return new AmpException(ClientError.CREDENTIALS, "the login file " + file + " " + what + ": " + reason, e);
    }
}
