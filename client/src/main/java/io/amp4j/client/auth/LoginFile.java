package io.amp4j.client.auth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The file that a login is kept in, shared with Amp's other command-line tools: replaced as a whole, readable by its owner alone,
 * changed under a lock. Members of it that only other tools know are kept.
 */
final class LoginFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);

    private final PrivateFile file;

    LoginFile(Path file) {
        this.file = new PrivateFile(file);
    }

    Path path() {
        return file.path();
    }

    Optional<Credentials> read() {
        return tree().flatMap(this::credentials);
    }

    private Optional<ObjectNode> tree() {
        Optional<byte[]> bytes;
        try {
            bytes = file.read();
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (JSON.readTree(bytes.get()) instanceof ObjectNode object) {
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
        try {
            return file.locked(work);
        } catch (IOException e) {
            throw failed("cannot be locked", e);
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
            file.replace(tree.toPrettyString().getBytes(StandardCharsets.UTF_8));
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

    /** Whether there was one to delete. */
    boolean delete() {
        try {
            return file.delete();
        } catch (IOException e) {
            throw failed("cannot be deleted", e);
        }
    }

    private AmpException unreadable() {
        return new AmpException(
                ClientError.CREDENTIALS,
                "the login file " + file.path()
                        + " cannot be read; log in again with 'amp auth login', or remove it, or set "
                        + "AMP_AUTH_TOKEN");
    }

    private AmpException failed(String what, IOException e) {
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName();
        return new AmpException(
                ClientError.CREDENTIALS, "the login file " + file.path() + " " + what + ": " + reason, e);
    }
}
