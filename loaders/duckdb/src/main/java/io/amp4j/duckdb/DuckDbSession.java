package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** One connection, and one transaction for each unit. */
final class DuckDbSession implements LoadSession {
    private final DuckDbDatabase database;
    private final LoadRequest request;
    private final StreamState opened;
    private final Optional<StatusCopy> status;
    private final BufferAllocator allocator = new RootAllocator();
    private DuckDBConnection connection;
    private StreamState committed;
    private @Nullable DuckDbUnit unit;
    /** Why the open database can be used no more, until it is opened anew. */
    private @Nullable AmpException broken;

    private DuckDbSession(
            DuckDbDatabase database, LoadRequest request, DuckDBConnection connection, StreamState opened) {
        this.database = database;
        this.request = request;
        this.connection = connection;
        this.opened = opened;
        this.committed = opened;
        this.status = database.location().file().map(StatusCopy::of);
    }

    static DuckDbSession open(DuckDbDatabase database, LoadRequest request) {
        DuckDBConnection connection = database.connect();
        try {
            StreamState opened = new Opening(database, request).run(connection);
            DuckDbSession session = new DuckDbSession(database, request, connection, opened);
            session.publish(session.statesOfAll());
            return session;
        } catch (SQLException e) {
            Quietly.close(connection);
            throw DuckDbErrors.translate(e, database.location());
        } catch (RuntimeException | Error e) {
            Quietly.close(connection);
            throw e;
        }
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        endUnit();
        unit = request.mode() == LoadMode.UPSERT
                ? new UpsertUnit(this, connection)
                : new DuckDbUnit(this, connection, DuckDbDialect.INSTANCE.quote(request.table()));
        return unit;
    }

    @Override
    public StreamState recover() {
        endUnit();
        if (broken == null) {
            try {
                return readBack();
            } catch (AmpException e) {
                if (!e.retryable()) {
                    throw e;
                }
                broken = e;
            }
        }
        return reopen(broken);
    }

    /**
     * An open database that failed for good (a full disk during a checkpoint) works again once it is opened anew, and that it is only when nobody in this
     * JVM has it open any more: so each of its jobs lets it go, and tries again until all have.
     */
    private StreamState reopen(AmpException failure) {
        Quietly.close(connection);
        try {
            connection = database.connect();
        } catch (AmpException e) {
            if (e.code() != LoadError.DESTINATION_FAILED) {
                throw e;
            }
            failure.addSuppressed(e); // it does not say that it is the same failure
            throw failure;
        }
        try {
            StreamState state = readBack();
            broken = null;
            return state;
        } catch (AmpException e) {
            Quietly.close(connection);
            throw e;
        }
    }

    private StreamState readBack() {
        try {
            Optional<StreamState> found = DuckDbLoader.STATES.read(connection, request.streamId());
            connection.rollback();
            StreamState state = found.orElseThrow(this::lost);
            if (state.header().epoch() != opened.header().epoch()) {
                throw fenced();
            }
            publish(List.of(state));
            committed = state;
            return state;
        } catch (SQLException e) {
            throw DuckDbErrors.translate(e, database.location());
        }
    }

    private AmpException lost() {
        return Fencing.stateGone(request.streamId(), database.location());
    }

    private AmpException fenced() {
        return Fencing.fenced(request.streamId());
    }

    private List<StreamState> statesOfAll() throws SQLException {
        List<StreamState> states = DuckDbLoader.STATES.readAll(connection, Optional.empty());
        connection.rollback();
        return states;
    }

    private void endUnit() {
        if (unit != null) {
            unit.close();
            unit = null;
        }
    }

    private void publish(List<StreamState> states) {
        status.ifPresent(copy -> copy.update(states));
    }

    /** Called by a unit that has just been committed. */
    void committed(StateChange change) {
        committed = committed.apply(change);
        publish(List.of(committed));
    }

    LoadRequest request() {
        return request;
    }

    /** For the rows that a unit stages. */
    BufferAllocator allocator() {
        return allocator;
    }

    StreamState state() {
        return committed;
    }

    DuckDbLocation location() {
        return database.location();
    }

    @Override
    public void close() {
        endUnit();
        status.ifPresent(copy -> copy.remove(request.streamId()));
        Quietly.close(connection);
        allocator.close();
    }
}
