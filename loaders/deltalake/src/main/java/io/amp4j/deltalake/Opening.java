package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.storage.Storage;
import io.delta.kernel.Operation;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.types.StructType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a session: all refusals, then one commit that raises the epoch (and creates the table, or takes the rows out that starting over deletes). What a
 * table must have before that, columns or domain metadata, is a commit of its own that harms nobody.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final int TRIES = 10;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Storage storage;
    private final Engine engine;
    private final Settings settings;
    private final LoadRequest request;
    private final String folder;
    private final TableRules rules;

    Opening(Storage storage, Engine engine, Settings settings, LoadRequest request) {
        this.storage = storage;
        this.engine = engine;
        this.settings = settings;
        this.request = request;
        this.folder = TableFolders.of(request.table());
        this.rules = new TableRules(settings, request);
    }

    /** Tries again where another writer changed the table at the same moment. */
    DeltaSession run() {
        String path = storage.locationOf(folder);
        for (int tried = 1; ; tried++) {
            try {
                Optional<DeltaTable> found = DeltaTable.load(engine, path);
                DeltaSession session = found.isPresent() ? claim(found.get().writable()) : create(path);
                sweep();
                return session;
            } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException | TableAlreadyExistsException e) {
                if (tried == TRIES) {
                    throw DeltaErrors.of(path, e);
                }
            } catch (AmpException e) {
                throw e;
            } catch (RuntimeException e) {
                throw DeltaErrors.of(path, e);
            }
        }
    }

    private DeltaSession create(String path) {
        StreamState claimed = raised(Admission.admit(request, Optional.empty(), () -> false));
        if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "there is no Delta table " + request.table() + " at " + path
                            + ". Create it, or allow the load to create it");
        }
        StructType schema = rules.wanted();
        List<String> partitionBy = settings.partitionBy().stream()
                .map(column -> partitionColumn(schema, column))
                .toList();
        DeltaTable table = DeltaTable.create(
                engine, path, schema, partitionBy, properties(schema), StateDomains.changes(Optional.empty(), claimed));
        return session(table, claimed);
    }

    private static String partitionColumn(StructType schema, String column) {
        return schema.fields().stream()
                .filter(field -> field.getName().equalsIgnoreCase(column))
                .peek(field -> PartitionValues.check(field.getName(), field.getDataType()))
                .map(field -> field.getName())
                .findFirst()
                .orElseThrow(() -> new AmpException(
                        LoadError.CONFIG_INVALID,
                        "setting 'partition-by' names '" + column + "', which the result does not have"));
    }

    private Map<String, String> properties(StructType schema) {
        Map<String, String> properties = new HashMap<>();
        properties.put("delta.feature.domainMetadata", "supported");
        properties.put("delta.checkpointInterval", "100");
        if (FileLayout.needsMapping(schema)) {
            properties.put("delta.columnMapping.mode", "name");
        }
        properties.putAll(settings.tableProperties());
        return properties;
    }

    private DeltaSession claim(DeltaTable found) {
        Map<String, String> domains = found.domains();
        Optional<StreamState> written = StateDomains.read(domains, request.streamId());
        Optional<StreamState> known = written.map(state -> RestoredState.of(storage, found, state));
        StreamState claimed = raised(Admission.admit(
                request, known, () -> StateDomains.streams(domains).isEmpty() && hasMarkedRows(found)));
        Optional<StructType> widened = rules.check(found);
        DeltaTable table = found;
        if (widened.isPresent()) {
            table = table.withSchema(widened.get());
        }
        if (!table.hasDomains()) {
            table = table.withDomains();
        }
        Removal removal = startingOver(table, domains, known);
        var committed = table.commit(
                StateDomains.changes(written, claimed),
                Optional.empty(),
                removal.actions(),
                Operation.STREAMING_UPDATE);
        DeltaTable after = committed.table().orElseGet(table::refreshed);
        return session(after, claimed);
    }

    private boolean hasMarkedRows(DeltaTable table) {
        boolean hasMarker = table.schema().fields().stream()
                .anyMatch(field -> field.getName().equalsIgnoreCase(MarkerColumns.BATCH_ID));
        return hasMarker && !table.files().isEmpty();
    }

    /** What starting over takes out: all that the stream's files hold, and its rows in files that others wrote or compacted. */
    private Removal startingOver(DeltaTable table, Map<String, String> domains, Optional<StreamState> known) {
        DataFiles files = new DataFiles(storage, table, settings, request.streamId());
        Removal removal = new Removal(files);
        if (request.resumePolicy() == ResumePolicy.START_OVER && known.isPresent()) {
            Set<String> ids = new HashSet<>(StateIds.of(known.get()));
            boolean merged = known.get().records().stream().anyMatch(record -> record.isMerged());
            VoidRows rows = new VoidRows(request.streamId(), StateDomains.streams(domains));
            rows.takeAll(removal, table.files(), id -> merged ? !id.isEmpty() : ids.contains(id));
        }
        return removal;
    }

    private static StreamState raised(StreamState admitted) {
        return new StreamState(
                admitted.header().withEpoch(admitted.header().epoch() + 1), admitted.records(), admitted.loads());
    }

    private DeltaSession session(DeltaTable table, StreamState claimed) {
        return new DeltaSession(storage, settings, request, rules, table, claimed);
    }

    /** What a killed writer left in the middle of a file. A failure to clean up is none of the load. */
    private void sweep() {
        try {
            storage.sweep(folder, ABANDONED);
        } catch (AmpException e) {
            LOG.warn("unfinished files below {} could not be swept", folder, e);
        }
    }
}
