package io.amp4j.loader.connection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.auth.PrivateFile;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A file with a JSON object of connections by name; refused where others may read it. */
final class ConnectionFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);

    private final PrivateFile file;

    ConnectionFile(Path file) {
        this.file = new PrivateFile(file);
    }

    Path path() {
        return file.path();
    }

    /** The members, by name, in the order of the file; none where there is no file. */
    ObjectNode read() {
        Optional<byte[]> bytes;
        try {
            if (file.isOpenToOthers()) {
                throw new AmpException(
                        LoadError.CONNECTIONS_FILE,
                        "others may read " + file + ", and it may hold passwords: chmod 600 '" + file + "'");
            }
            bytes = file.read();
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
        return bytes.map(this::parsed).orElseGet(JSON::createObjectNode);
    }

    /** Jackson's message quotes what it read, which may be a password: its cause is left out. */
    private ObjectNode parsed(byte[] bytes) {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw malformed("is no JSON");
        }
        throw malformed("is no JSON object");
    }

    /** Reads, changes and writes it, while nobody else does. */
    <T> T change(Function<ObjectNode, T> change) {
        try {
            return file.locked(() -> {
                ObjectNode members = read();
                JsonNode before = members.deepCopy();
                T result = change.apply(members);
                if (!members.equals(before)) {
                    write(members);
                }
                return result;
            });
        } catch (IOException e) {
            throw failed("cannot be locked", e);
        }
    }

    private void write(ObjectNode members) {
        try {
            file.replace((members.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    AmpException malformed(String what) {
        return new AmpException(LoadError.CONNECTIONS_FILE, "the file of connections " + file + " " + what);
    }

    private AmpException failed(String what, IOException e) {
        return new AmpException(
                LoadError.CONNECTIONS_FILE, "the file of connections " + file + " " + what + ": " + e, e);
    }
}
