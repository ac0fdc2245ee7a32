package io.amp4j.deltalake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageError;
import io.delta.kernel.internal.util.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state that counts in a table that an engine has set back. RESTORE takes rows back and keeps domain metadata (delta-spark copies back none but its
 * own), so that after it a state names rows that are gone, until the stream's next commit. What counts is the state of the version whose rows the table has.
 */
final class RestoredState {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Storage storage;
    private final DeltaTable table;
    private final String domain;

    private RestoredState(Storage storage, DeltaTable table, String domain) {
        this.storage = storage;
        this.table = table;
        this.domain = domain;
    }

    /**
     * The state that counts.
     *
     * @param table a version of the table
     * @param written the stream's state as that version has it
     * @return that state; under its header the records of an earlier one, if the table was set back since the stream's last commit
     * @throws AmpException with {@link LoadError#STATE_LOST} if that earlier one cannot be found
     */
    static StreamState of(Storage storage, DeltaTable table, StreamState written) {
        String stream = written.header().streamId();
        JsonNode restore = new RestoredState(storage, table, StateDomains.header(stream)).lastRestore();
        if (restore == null) {
            return written;
        }
        DeltaTable source = source(table, restore);
        Optional<StreamState> then =
                StateDomains.read(source.domains(), stream).map(state -> of(storage, source, state));
        return new StreamState(
                written.header(),
                then.map(StreamState::records).orElse(List.of()),
                then.map(StreamState::loads).orElse(List.of()));
    }

    /** The newest commit that set the table back, unless the stream has committed after it. */
    private @Nullable JsonNode lastRestore() {
        for (long version = table.version(); version >= 0; version--) {
            List<String> actions = actions(version);
            if (actions.isEmpty()) {
                return null; // cleaned up
            }
            JsonNode restore = null;
            for (String action : actions) {
                JsonNode json = parsed(action, version);
                if (json.path("domainMetadata").path("domain").asText().equals(domain)) {
                    return null;
                }
                JsonNode commit = json.path("commitInfo");
                restore = commit.path("operation").asText().equals("RESTORE") ? commit : restore;
            }
            if (restore != null) {
                return restore;
            }
        }
        return null;
    }

    /** The actions of a commit that may decide; empty if its log is gone. */
    private List<String> actions(long version) {
        String name = storage.nameOf(FileNames.deltaFile(table.path() + "/_delta_log", version));
        try {
            return new String(storage.read(name), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("{\"add\"") && !line.startsWith("{\"remove\""))
                    .toList();
        } catch (AmpException e) {
            if (e.code() == StorageError.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private JsonNode parsed(String action, long version) {
        try {
            return MAPPER.readTree(action);
        } catch (IOException e) {
            throw new AmpException(
                    LoadError.STATE_UNREADABLE,
                    "version " + version + " of Delta table " + table.path() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static DeltaTable source(DeltaTable table, JsonNode restore) {
        String version = restore.path("operationParameters").path("version").asText();
        if (!version.matches("\\d{1,18}")) {
            throw lost(table, "to a time", null);
        }
        try {
            return table.at(Long.parseLong(version));
        } catch (RuntimeException e) {
            throw lost(table, "to version " + version + ", whose log is gone", e);
        }
    }

    private static AmpException lost(DeltaTable table, String how, @Nullable RuntimeException cause) {
        return new AmpException(
                LoadError.STATE_LOST,
                "Delta table " + table.path() + " was restored " + how
                        + ", so it cannot be told which rows of the stream it has. Restore it to a version by its number, from which"
                        + " the stream then goes on, or load into another table",
                cause);
    }
}
