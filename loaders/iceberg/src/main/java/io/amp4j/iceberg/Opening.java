package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Opens a session: admission, the table, and one snapshot that raises the epoch and has no rows (or deletes the stream's, if the job starts
 * over). From that snapshot on no commit of an older job is accepted.
 */
final class Opening {
    private static final int TRIES = 5;
    private static final int MIN_FORMAT = 2;

    private final IcebergSettings settings;
    private final Catalog catalog;
    private final LoadRequest request;
    private final TableIdentifier name;

    Opening(IcebergSettings settings, Catalog catalog, LoadRequest request) {
        this.settings = settings;
        this.catalog = catalog;
        this.request = request;
        this.name = settings.identifier(request.table());
    }

    /** Tries again where another job changed the table at the same moment. */
    IcebergSession run() {
        for (int tried = 1; ; tried++) {
            try {
                return once();
            } catch (CommitFailedException | ValidationException | AlreadyExistsException e) {
                if (tried == TRIES) {
                    throw contended(request, e);
                }
            }
        }
    }

    static AmpException contended(LoadRequest request, Exception cause) {
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "other writers of table " + request.table() + " were always faster: " + cause.getMessage(),
                cause);
    }

    private IcebergSession once() {
        Optional<Table> found = find();
        TableStates states = found.map(StateSnapshots::read).orElse(TableStates.NONE);
        StreamState admitted = Admission.admit(
                request,
                states.state(request.streamId()),
                () -> states.isEmpty()
                        && found.filter(BatchFiles::hasMarkedRows).isPresent());
        Table table = found.isPresent() ? prepared(found.get()) : created();
        StreamState opened = claimed(admitted);
        Removal.Files voided = voided(table, states);
        SnapshotCommit commit = new SnapshotCommit(table, states, List.of(), new Removal.Nothing(), voided);
        TableStates committed = commit.run(states.claimed(opened));
        return new IcebergSession(settings, request, table, committed);
    }

    private Optional<Table> find() {
        try {
            return Optional.of(catalog.loadTable(name));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    private Table created() {
        TableColumns columns = TableColumns.of(
                request, TypeChoice.ofNewTable(settings.newTables().formatVersion(), request));
        if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "there is no table " + name + ". Create it, or allow the load to create it");
        }
        Table table = settings.newTables().create(catalog, name, columns.schema());
        return checked(table);
    }

    private Table prepared(Table table) {
        if (TableUtil.formatVersion(table) < MIN_FORMAT) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "table " + name + " has format version 1, which cannot mark rows as deleted. Set its property"
                            + " format-version to 2");
        }
        TableColumns columns = TableColumns.of(request, TypeChoice.of(table.schema(), request));
        if (columns.fitOf(table.schema()) == TableColumns.Fit.LACKS_COLUMNS) {
            table.updateSchema().unionByNameWith(columns.schema()).commit();
            table.refresh();
        }
        return checked(table);
    }

    /** Checks a table that others have changed while the load runs: then nothing is added to it. */
    static void checkAgain(Table table, LoadRequest request) {
        TableColumns columns = TableColumns.of(request, TypeChoice.of(table.schema(), request));
        if (columns.fitOf(table.schema()) == TableColumns.Fit.LACKS_COLUMNS) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "columns of table " + request.table()
                            + " were taken out while the load ran. Start it again, and it adds them, or load into another table");
        }
        PartitionRules.check(table, request);
    }

    private Table checked(Table table) {
        PartitionRules.check(table, request);
        return table;
    }

    private static StreamState claimed(StreamState admitted) {
        StreamHeader header = admitted.header();
        return new StreamState(header.withEpoch(header.epoch() + 1), admitted.records(), admitted.loads());
    }

    /** What starting over deletes: the rows of merged records are those that no stream of the table names. */
    private Removal.Files voided(Table table, TableStates states) {
        Optional<StreamState> old = states.state(request.streamId());
        if (request.resumePolicy() != ResumePolicy.START_OVER || old.isEmpty()) {
            return Removal.Files.NONE;
        }
        if (old.get().records().stream().anyMatch(StreamRecord::isMerged)) {
            SharedTable.requireSole(request, states.all());
            return BatchFiles.but(table, Set.of());
        }
        Map<BatchId, Long> rows = new HashMap<>(states.entry(request.streamId()).rows());
        for (LoadRecord load : old.get().loads()) {
            rows.put(load.batchId(), load.rows());
        }
        return rows.isEmpty() ? Removal.Files.NONE : BatchFiles.of(table, rows.keySet(), rows);
    }
}
