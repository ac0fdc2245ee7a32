package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.ColumnFit;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lmdbjava.Dbi;

/** Opens a stream and its table, in one write transaction that the caller commits: refusals first, then the table, the rows to delete, the epoch. */
final class Opening {
    private final Environment environment;
    private final LmdbSettings settings;
    private final LoadRequest request;
    private final WriteTxn txn;
    private final StreamStates states;
    private final Catalog catalog;

    Opening(Environment environment, LmdbSettings settings, LoadRequest request, WriteTxn txn) {
        this.environment = environment;
        this.settings = settings;
        this.request = request;
        this.txn = txn;
        this.states = new StreamStates(table(Names.STREAMS), table(Names.RECORDS));
        this.catalog = new Catalog(table(Names.TABLES), table(Names.SCHEMAS));
    }

    private ByteTable table(String name) {
        return new ByteTable(environment.allocator(), txn.txn(), txn.create(name));
    }

    OpenedTable run() {
        String name = Names.rows(request.table());
        ColumnFit.requireOwnNames(request.schema());
        Optional<StoredStream> found = states.read(request.streamId());
        Admission.requireOwnTable(
                request,
                found.map(StoredStream::state),
                table -> catalog.find(table).isPresent());
        StreamState admitted =
                Admission.admit(request, found.map(StoredStream::state), () -> isStateless() && hasRows(name));
        Optional<TableInfo> known = catalog.find(request.table());
        refuseMissing(known);
        List<Field> fields = fields();
        KeySpec key = key(known);
        check(key, fields);
        TableInfo table = new TableInfo(request.table(), key, columns(known, fields));
        catalog.save(table);
        int schema = fields.isEmpty() ? 0 : catalog.number(request.table(), new Schema(fields));
        Dbi<Slice> rows = txn.create(name);
        Dbi<Slice> index = txn.create(Names.index(name));
        StoredStream stream = claim(found, admitted);
        if (request.resumePolicy() == ResumePolicy.START_OVER) {
            deleteRows(index, rows, stream.number());
        }
        return new OpenedTable(stream, rows, index, key, fields, schema);
    }

    private StoredStream claim(Optional<StoredStream> found, StreamState admitted) {
        StreamHeader header = admitted.header().withEpoch(admitted.header().epoch() + 1);
        boolean anew = found.isEmpty() || request.resumePolicy() == ResumePolicy.START_OVER;
        return anew ? states.begin(found, header) : states.claim(found.get(), header);
    }

    private void deleteRows(Dbi<Slice> index, Dbi<Slice> rows, int stream) {
        try (BatchIndex batches = new BatchIndex(environment.allocator(), txn.txn(), index, rows, stream)) {
            batches.deleteAllBut(Set.of());
        }
    }

    private boolean isStateless() {
        return states.readAll().stream()
                .noneMatch(state -> state.header().table().equals(request.table()));
    }

    private boolean hasRows(String name) {
        return txn.find(name).map(rows -> rows.stat(txn.txn()).entries > 0).orElse(false);
    }

    private void refuseMissing(Optional<TableInfo> known) {
        if (known.isEmpty() && request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "table " + request.table() + " is missing in " + environment.directory()
                            + ", and creating it was switched off");
        }
    }

    /** The columns of the rows. */
    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        request.schema().getFields().forEach(field -> fields.add(ColumnFit.column(field)));
        if (withRanges() && !fields.isEmpty()) {
            fields.add(Field.nullable(MarkerColumns.BLOCK_RANGES, ArrowType.Utf8.INSTANCE));
        }
        return fields;
    }

    private boolean withRanges() {
        return request.metadata() == MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
    }

    private KeySpec key(Optional<TableInfo> known) {
        KeySpec asked = settings.keyIfGiven()
                .orElseGet(() -> request.keyColumns().isEmpty()
                        ? KeySpec.PLACE
                        : new KeySpec(String.join(",", request.keyColumns()), KeyEncoding.ORDERED));
        boolean stated = settings.keyIfGiven().isPresent();
        KeySpec key = known.map(TableInfo::key).orElse(asked);
        if (stated && !key.equals(asked)) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "the rows of table " + request.table() + " are found by " + key + " (" + key.encoding()
                            + "), not by " + asked + " (" + asked.encoding()
                            + "). Leave the key out, or load into another table");
        }
        if (request.mode() == LoadMode.UPSERT && !Set.copyOf(key.columns()).equals(Set.copyOf(request.keyColumns()))) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "the rows of table " + request.table() + " are found by " + key + ", so they cannot be replaced by "
                            + String.join(", ", request.keyColumns())
                            + ". Upsert by the table's key, or load into another table");
        }
        return key;
    }

    private void check(KeySpec key, List<Field> fields) {
        fields.forEach(ValueCodecs::of);
        if (!fields.isEmpty() && !key.isPlace()) {
            ColumnKeys.of(
                            key,
                            request.schema(),
                            key.columns().size(),
                            environment.maxKeySize(),
                            environment.allocator())
                    .close();
        }
    }

    private List<Field> columns(Optional<TableInfo> known, List<Field> fields) {
        if (known.isEmpty()) {
            return fields;
        }
        return ColumnFit.merge(request.table(), known.get().columns(), fields, request.tablePolicy());
    }
}
