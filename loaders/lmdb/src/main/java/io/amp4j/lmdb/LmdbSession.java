package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/** One job's hold on a stream: its lock and its epoch; and one write transaction for each unit. */
final class LmdbSession implements LoadSession {
    private final Environment environment;
    private final LmdbSettings settings;
    private final LoadRequest request;
    private final AutoCloseable lock;
    private final OpenedTable table;
    private StoredStream committed;
    private @Nullable LmdbUnit unit;
    private boolean mapWasFull;

    private LmdbSession(
            Environment environment,
            LmdbSettings settings,
            LoadRequest request,
            AutoCloseable lock,
            OpenedTable table) {
        this.environment = environment;
        this.settings = settings;
        this.request = request;
        this.lock = lock;
        this.table = table;
        this.committed = table.stream();
    }

    static LmdbSession open(Environment environment, LmdbSettings settings, LoadRequest request) {
        AutoCloseable lock = environment.locks().lockStream(request.streamId());
        try {
            environment.forgetDeadReaders();
            return new LmdbSession(environment, settings, request, lock, claim(environment, settings, request));
        } catch (RuntimeException | Error e) {
            Quietly.close(lock);
            throw e;
        }
    }

    private static OpenedTable claim(Environment environment, LmdbSettings settings, LoadRequest request) {
        try (WriteTxn txn = environment.write(settings.mapSize(), settings.patience())) {
            OpenedTable opened = new Opening(environment, settings, request, txn).run();
            txn.commit();
            return opened;
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, environment.directory());
        }
    }

    @Override
    public StreamState opened() {
        return table.stream().state();
    }

    @Override
    public Unit begin() {
        endUnit();
        WriteTxn txn = environment.write(settings.mapSize(), settings.patience());
        try {
            unit = new LmdbUnit(this, txn);
            return unit;
        } catch (RuntimeException | Error e) {
            txn.close();
            throw e;
        }
    }

    @Override
    public StreamState recover() {
        endUnit();
        try {
            if (mapWasFull) {
                environment.grow(settings.patience());
                mapWasFull = false;
            }
            StoredStream found =
                    StateReading.one(environment, request.streamId()).orElseThrow(this::lost);
            requireOwn(found);
            committed = found;
            return found.state();
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, environment.directory());
        }
    }

    /** No newer job has raised the epoch; the lock sees to it, but not on every file system. */
    void requireOwn(StoredStream found) {
        if (found.state().header().epoch() != opened().header().epoch()) {
            throw Fencing.fenced(request.streamId());
        }
    }

    AmpException lost() {
        return Fencing.stateGone(request.streamId(), environment.directory());
    }

    private void endUnit() {
        if (unit != null) {
            unit.close();
            unit = null;
        }
    }

    /** What LMDB threw, as the engine understands it. */
    AmpException failure(LmdbException error) {
        mapWasFull |= error instanceof Env.MapFullException;
        return LmdbErrors.translate(error, environment.directory());
    }

    /** Called by a unit that has just been committed. */
    void committed(StoredStream stream) {
        committed = stream;
    }

    StoredStream stream() {
        return committed;
    }

    Environment environment() {
        return environment;
    }

    OpenedTable table() {
        return table;
    }

    StreamStates states(WriteTxn txn) {
        return new StreamStates(table(txn, Names.STREAMS), table(txn, Names.RECORDS));
    }

    private ByteTable table(WriteTxn txn, String name) {
        return new ByteTable(environment.allocator(), txn.txn(), txn.create(name));
    }

    KeyWriter keyWriter() {
        return table.key().isPlace()
                ? new PlaceKeys(committed.number(), environment.allocator())
                : ColumnKeys.of(
                        table.key(),
                        request.schema(),
                        table.key().columns().size(),
                        environment.maxKeySize(),
                        environment.allocator());
    }

    RowWriter rowWriter() {
        return new RowWriter(table.schema(), request.schema().getFields(), withRanges(), environment.allocator());
    }

    boolean withRanges() {
        return request.metadata() == MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
    }

    boolean replaces() {
        return request.mode() == LoadMode.UPSERT;
    }

    LoadRequest request() {
        return request;
    }

    @Override
    public void close() {
        endUnit();
        Quietly.close(lock);
    }
}
