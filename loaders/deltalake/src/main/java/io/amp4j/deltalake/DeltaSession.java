package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import io.amp4j.storage.Storage;
import io.delta.kernel.Operation;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SetTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One job's hold on a table: its epoch, the state and the files as last committed. Thread-safe: units of several threads write at once, and commit one
 * after the other.
 */
final class DeltaSession implements LoadSession {
    private final Storage storage;
    private final Settings settings;
    private final LoadRequest request;
    private final TableRules rules;
    private final StreamState opened;
    private final Set<DeltaUnit> open = new HashSet<>();
    private DeltaTable table;
    /** The version that was checked last; others may change columns, partitions and properties after it. */
    private DeltaTable checked;
    /** All streams of the table. */
    private List<String> streams;

    private StreamState committed;
    private FileIndex index;
    /** The version that the index has seen. */
    private long indexed;
    /** The last version that others had a part in: what a unit planned before it may be out of date. */
    private long disturbed;
    /** A commit threw: whether it happened, only the log knows. */
    private boolean undecided;

    DeltaSession(
            Storage storage,
            Settings settings,
            LoadRequest request,
            TableRules rules,
            DeltaTable table,
            StreamState opened) {
        this.storage = storage;
        this.settings = settings;
        this.request = request;
        this.rules = rules;
        this.table = table;
        this.checked = table;
        this.opened = opened;
        this.committed = opened;
        this.index = build(table, opened);
        this.streams = StateDomains.streams(table.domains());
        this.indexed = table.version();
    }

    private FileIndex build(DeltaTable of, StreamState state) {
        FileIndex built = new FileIndex(request.streamId(), StateIds.of(state));
        of.eachFile(built::added);
        return built;
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public synchronized Unit begin() {
        if (!table.isLike(checked)) {
            rules.checkAgain(table);
            checked = table;
        }
        DataFiles files = new DataFiles(storage, table, settings, request.streamId());
        DeltaUnit unit = new DeltaUnit(this, request, files);
        open.add(unit);
        return unit;
    }

    synchronized void ended(DeltaUnit unit) {
        open.remove(unit);
    }

    /** Takes the rows of these ids out of the unit's version of the table. */
    synchronized void take(Removal removal, Set<String> ids) {
        rows().take(removal, index, ids);
    }

    /** Takes all rows of this stream out that no other record names. */
    synchronized void takeUnnamed(Removal removal, DeltaTable of, List<StreamRecord> voided) {
        VoidRows rows = rows();
        if (rows.streams().size() > 1) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "streams " + rows.streams() + " share table " + request.table()
                            + ", so the rows of old, merged microbatches cannot be told apart. Load into a table of its own");
        }
        List<StreamRecord> kept = new ArrayList<>(committed.records());
        kept.removeAll(voided);
        Set<String> ids = StateIds.of(new StreamState(committed.header(), kept, committed.loads()));
        rows.takeAll(removal, of.files(), id -> !id.isEmpty() && !ids.contains(id));
    }

    private VoidRows rows() {
        return new VoidRows(request.streamId(), streams);
    }

    /** One commit: the unit's files, what it takes out, and the state. */
    synchronized void commit(Removal removal, DataFiles files, StateChange change) {
        if (!removal.removed().isEmpty() && files.table().version() < disturbed) {
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE,
                    "others committed to " + table.path()
                            + " since the unit chose the files to take out; it chooses again");
        }
        List<AddFile> added = files.added();
        StreamState next = committed.apply(change);
        Map<String, Optional<String>> domains = StateDomains.changes(Optional.of(committed), next);
        SetTransaction transaction = new SetTransaction(
                StateDomains.application(request.streamId()),
                next.header().seq(),
                Optional.of(System.currentTimeMillis()));
        Operation operation = removal.removed().isEmpty() ? Operation.STREAMING_UPDATE : Operation.WRITE;
        undecided = true;
        try {
            DeltaTable.Committed done = table.commit(domains, Optional.of(transaction), removal.actions(), operation);
            undecided = false;
            committed = next;
            follow(done, removal.removed(), added, change);
        } catch (ConcurrentWriteException e) {
            throw conflicted(e);
        } catch (AmpException e) {
            throw e;
        } catch (RuntimeException e) {
            throw DeltaErrors.of(table.path(), e);
        }
    }

    /** Nothing of this commit was written; a newer job may be the reason. */
    private AmpException conflicted(ConcurrentWriteException e) {
        undecided = false;
        requireEpoch(read(table.refreshed()));
        return DeltaErrors.of(table.path(), e);
    }

    private void follow(DeltaTable.Committed done, List<AddFile> removed, List<AddFile> added, StateChange change) {
        index.name(StateIds.of(change.added()));
        if (change.load() != null) {
            index.name(Set.of(change.load().batchId().value()));
        }
        boolean alone = done.version() == indexed + 1 && done.table().isPresent();
        if (alone) {
            removed.forEach(file -> index.removed(file.getPath()));
            added.forEach(index::added);
            table = done.table().get();
            indexed = done.version();
        } else {
            refresh();
        }
        Set<String> gone = new HashSet<>(StateIds.of(change.removed()));
        gone.removeAll(StateIds.of(change.added()));
        index.forget(gone);
    }

    /** Reads what others committed, and only that where its log is still there. */
    private void refresh() {
        DeltaTable newest = table.refreshed();
        if (newest.version() > indexed) {
            newest.replay(indexed + 1, newest.version(), index);
        }
        table = newest;
        streams = StateDomains.streams(newest.domains());
        indexed = newest.version();
        disturbed = indexed;
    }

    @Override
    public synchronized StreamState recover() {
        List.copyOf(open).forEach(DeltaUnit::close);
        try {
            return readBack();
        } catch (AmpException e) {
            throw e;
        } catch (RuntimeException e) {
            throw DeltaErrors.of(table.path(), e);
        }
    }

    private StreamState readBack() {
        DeltaTable newest = table.refreshed();
        StreamState written = read(newest);
        requireEpoch(written);
        StreamState state = RestoredState.of(storage, newest, written);
        if (undecided || !state.equals(written)) {
            // The lost commit may still be on its way: another one in its place ends that.
            newest.commit(
                    StateDomains.changes(Optional.of(written), state),
                    Optional.empty(),
                    List.of(),
                    Operation.STREAMING_UPDATE);
            newest = newest.refreshed();
            state = read(newest);
            requireEpoch(state);
            undecided = false;
        }
        table = newest;
        committed = state;
        index = build(newest, state);
        streams = StateDomains.streams(newest.domains());
        indexed = newest.version();
        return state;
    }

    private StreamState read(DeltaTable from) {
        return StateDomains.read(from.domains(), request.streamId())
                .orElseThrow(
                        () -> new AmpException(
                                LoadError.STATE_LOST,
                                "the state of stream '" + request.streamId() + "' is gone from " + from.path()
                                        + ", removed while the load ran. Restore the table's version, or load into another table"));
    }

    private void requireEpoch(StreamState state) {
        if (state.header().epoch() != opened.header().epoch()) {
            throw Fencing.fenced(request.streamId());
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(open).forEach(DeltaUnit::close);
    }
}
