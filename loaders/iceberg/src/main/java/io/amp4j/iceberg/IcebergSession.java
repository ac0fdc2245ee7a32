package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.jspecify.annotations.Nullable;

/** One job's session with a table. Units write their files on their own; commits come one after the other. */
final class IcebergSession implements LoadSession {
    private static final int TRIES = 5;

    private final IcebergSettings settings;
    private final LoadRequest request;
    private final Table table;
    private final StreamState opened;
    private final Expiry expiry;
    private final Set<IcebergUnit> open = ConcurrentHashMap.newKeySet();
    private final BufferAllocator allocator = new RootAllocator();
    private WriterSettings writer;
    private TableStates states;
    private long seq;
    private @Nullable UnitFiles doubtful;

    IcebergSession(IcebergSettings settings, LoadRequest request, Table table, TableStates states) {
        this.settings = settings;
        this.request = request;
        this.table = table;
        this.writer = WriterSettings.of(table, request);
        this.states = states;
        this.opened = states.entry(request.streamId()).state();
        this.seq = opened.header().seq();
        this.expiry = new Expiry(settings, table);
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        UnitFiles files;
        try {
            files = new UnitFiles(table, writer(), settings.filePer());
        } catch (RuntimeException e) { // somebody dropped the table
            throw IcebergErrors.translate(e, settings.where());
        }
        IcebergUnit unit =
                request.mode() == LoadMode.UPSERT ? new UpsertUnit(this, files) : new IcebergUnit(this, files);
        open.add(unit);
        return unit;
    }

    /** For the table as it is: others may change columns and partitions, which each commit then sees. */
    private synchronized WriterSettings writer() {
        if (!writer.areOf(table)) {
            Opening.checkAgain(table, request);
            writer = WriterSettings.of(table, request);
        }
        return writer;
    }

    /** What a unit brings to its commit. */
    record Contents(UnitFiles files, List<EndedFile> ended, Removal removal) {}

    synchronized List<StreamRecord> commit(Contents unit, StateChange change) {
        List<WrittenDataFile> added =
                unit.ended().stream().map(unit.files().settings()::dataFile).toList();
        commitInTurn(unit, added, change);
        seq++;
        expiry.afterCommit();
        return change.added();
    }

    /** Tries again on what is there now where another writer was faster, for as long as the stream is this job's. */
    private void commitInTurn(Contents unit, List<WrittenDataFile> added, StateChange change) {
        for (int tried = 1; ; tried++) {
            requireUnchanged();
            SharedTable.requireOwn(opened.header(), change.added(), states.all());
            try {
                commit(unit, added, change);
                return;
            } catch (CommitFailedException | ValidationException e) {
                doubtful = null;
                if (tried == TRIES) {
                    throw Opening.contended(request, e);
                }
                reread();
            }
        }
    }

    private void commit(Contents unit, List<WrittenDataFile> added, StateChange change) {
        TableStates next = states.applied(request.streamId(), change, streamRows(unit));
        List<DataFile> files = added.stream().map(WrittenDataFile::file).toList();
        SnapshotCommit commit = new SnapshotCommit(table, states, files, unit.removal(), filesOf(unit.removal()));
        doubtful = unit.files();
        states = commit.run(next);
        doubtful = null;
    }

    private Map<BatchId, Long> streamRows(Contents unit) {
        return request.mode() == LoadMode.STREAM ? unit.files().rows() : Map.of();
    }

    private Removal.Files filesOf(Removal removal) {
        if (removal instanceof Removal.OfIds of) {
            return BatchFiles.of(table, of.ids(), entry().rows());
        }
        return removal instanceof Removal.OfAllBut but ? BatchFiles.but(table, but.kept()) : Removal.Files.NONE;
    }

    private StreamEntry entry() {
        return states.entry(request.streamId());
    }

    private void reread() {
        table.refresh();
        // Only the first refresh after a drop says that the table is gone.
        if (table instanceof HasTableOperations known && known.operations().current() == null) {
            throw new NoSuchTableException("table %s was dropped while the load ran", request.table());
        }
        states = StateSnapshots.read(table);
    }

    /** The state is still the one that this session wrote last. */
    private void requireUnchanged() {
        requireEpoch();
        if (entry().state().header().seq() != seq) {
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE,
                    "table " + request.table()
                            + " was set back to an older snapshot while the load ran; it goes on from there");
        }
    }

    private void requireEpoch() {
        StreamState state = states.state(request.streamId())
                .orElseThrow(() -> new AmpException(
                        LoadError.STATE_LOST,
                        "the state of stream '" + request.streamId() + "' is gone from table " + request.table()
                                + ": no ancestor of its current snapshot carries it. Restore it with the table, or load into"
                                + " another table"));
        long epoch = state.header().epoch();
        if (epoch < opened.header().epoch()) {
            throw new AmpException(
                    LoadError.FENCED,
                    "table " + request.table()
                            + " was set back to a snapshot that is older than this job, which stops. Start it"
                            + " again, and it goes on from there");
        }
        if (epoch != opened.header().epoch()) {
            throw Fencing.fenced(request.streamId());
        }
    }

    @Override
    public StreamState recover() {
        Set.copyOf(open).forEach(IcebergUnit::close);
        return translating(this::readBack);
    }

    private synchronized StreamState readBack() {
        for (int tried = 1; ; tried++) {
            reread();
            requireEpoch();
            long found = entry().state().header().seq();
            if (doubtful == null || found > seq) {
                doubtful = null;
                seq = found;
                return entry().state();
            }
            try {
                rule();
            } catch (CommitFailedException | ValidationException e) {
                if (tried == TRIES) {
                    throw Opening.contended(request, e);
                }
            }
        }
    }

    /** A snapshot of the same states: what was built on an older one, and may still be on its way, is refused from here on. */
    private void rule() {
        states = SnapshotCommit.ofStates(table, states, states);
        UnitFiles files = doubtful;
        doubtful = null;
        if (files != null) {
            files.abandon();
        }
    }

    void ended(IcebergUnit unit) {
        open.remove(unit);
    }

    /** Whether a unit's files may be part of the table, though its commit failed. */
    synchronized boolean doubts(UnitFiles files) {
        return doubtful == files;
    }

    synchronized TableStates states() {
        return states;
    }

    LoadRequest request() {
        return request;
    }

    Table table() {
        return table;
    }

    /** For rows that a unit stages. */
    BufferAllocator allocator() {
        return allocator;
    }

    <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    void translating(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private AmpException translated(RuntimeException error) {
        return IcebergErrors.translate(error, settings.where());
    }

    @Override
    public void close() {
        Set.copyOf(open).forEach(IcebergUnit::close);
        allocator.close();
    }
}
