package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.sql.SqlFencing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job's session. Units may be open in several threads, each with a connection of its own; what they commit to the state they commit one
 * after the other.
 *
 * <p>After a failure the state's fence is raised: the statement waits for whoever is in the middle of a commit, and whoever is not finds a fence
 * that is not its own. So a unit whose outcome is unknown is decided before the state is read.
 */
final class SnowflakeSession implements LoadSession {
    private static final Logger LOG = LoggerFactory.getLogger(SnowflakeSession.class);

    private final Destination destination;
    private final LoadRequest request;
    private final StreamState opened;
    private final TargetTable table;
    private final @Nullable PipeStream pipe;
    private final Set<SnowflakeUnit> open = ConcurrentHashMap.newKeySet();

    /** Sessions of the server that the state names. */
    private final Set<String> enlisted = ConcurrentHashMap.newKeySet();

    /** Sessions of the server whose transaction ended we know not how. */
    private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

    /** The state as this session knows it; whoever changes it holds this session's lock. */
    private StateTable.Row committed;

    SnowflakeSession(Destination destination, LoadRequest request, StateTable.Row opened) {
        this.destination = destination;
        this.request = request;
        this.opened = opened.state();
        this.committed = opened;
        this.table = TargetTable.of(request);
        Snowpipe snowpipe = destination.snowpipe();
        this.pipe = snowpipe == null
                ? null
                : new PipeStream(this, snowpipe, snowpipe.pipe(request).name());
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        if (pipe != null) {
            return pipe.begin();
        }
        Connection connection = null;
        try {
            connection = destination.connections().pooled();
            if (!enlist(connection)) {
                requireEpoch(connection);
            }
            SnowflakeUnit unit =
                    new SnowflakeUnit(this, connection, ServerSessions.of(connection), rowWriter(connection));
            open.add(unit);
            return unit;
        } catch (SQLException e) {
            discard(connection);
            throw destination.errors().translate(e);
        } catch (RuntimeException e) {
            discard(connection);
            throw e;
        }
    }

    /**
     * Runs a transaction; what it does not commit is rolled back. One that fails ends with its session, at the latest in the recovery.
     *
     * @throws AmpException what its failure means
     */
    void transact(Transaction work) {
        Connection connection = null;
        try {
            connection = destination.connections().pooled();
            enlist(connection);
            work.run(connection);
            connection.close();
        } catch (SQLException e) {
            abandon(connection);
            throw failure(e);
        } catch (RuntimeException e) {
            abandon(connection);
            throw e;
        }
    }

    private void abandon(@Nullable Connection connection) {
        if (connection != null) {
            try {
                doubt(ServerSessions.of(connection));
            } catch (SQLException e) {
                LOG.debug("a connection without a session has no transaction", e);
            }
            discard(connection);
        }
    }

    /** Keeps others from changing the stream's state until the transaction ends. */
    void hold(Connection connection) throws SQLException {
        if (!destination
                .states()
                .hold(connection, request.streamId(), opened.header().epoch())) {
            throw notOurs(connection);
        }
    }

    /** Takes a session down before it writes for the first time; false if it is known, and whether the epoch is still its own is to be asked. */
    private boolean enlist(Connection connection) throws SQLException {
        String session = ServerSessions.of(connection);
        if (enlisted.contains(session)) {
            return false;
        }
        StateTable states = destination.states();
        if (!states.enlist(connection, request.streamId(), opened.header().epoch(), session)) {
            throw notOurs(connection);
        }
        connection.commit();
        enlisted.add(session);
        return true;
    }

    private RowWriter rowWriter(Connection connection) throws SQLException {
        return request.mode() == LoadMode.UPSERT
                ? new UpsertRows(connection, table, request, this::rowWriter)
                : rowWriter(table);
    }

    private RowWriter rowWriter(TargetTable target) {
        return switch (destination.settings().method()) {
            case STAGE -> new StagedRows(target, destination.settings().fileBytes());
            case INSERT -> new BoundRows(target);
            case SNOWPIPE_STREAMING -> throw new IllegalStateException("these rows go through no transaction");
        };
    }

    private void discard(@Nullable Connection connection) {
        if (connection != null) {
            destination.connections().discard(connection);
        }
    }

    /** What the failure of a unit means: a newer job ends the sessions of an older one. */
    AmpException failure(SQLException cause) {
        return failure(destination.errors().translate(cause));
    }

    /** What the failure of a unit means once it is known whether a newer job is the reason. */
    AmpException failure(AmpException translated) {
        return SqlFencing.orFenced(translated, destination.connections()::direct, this::requireEpoch);
    }

    void requireEpoch(Connection connection) throws SQLException {
        Fencing.requireEpoch(
                destination.states().epoch(connection, request.streamId()), opened.header(), destination.settings());
    }

    /** Why a change of the stream's row under this job's epoch found none. */
    private AmpException notOurs(Connection connection) throws SQLException {
        requireEpoch(connection);
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "the state of stream '" + request.streamId() + "' is not the one that this job left");
    }

    /** Changes the state and commits the connection's transaction. */
    synchronized void commit(Connection connection, StateChange change) throws SQLException {
        if (!change.added().isEmpty()) {
            List<StreamState> ofTable = destination.states().readAll(connection, Optional.of(request.table()));
            SharedTable.requireOwn(opened.header(), change.added(), ofTable);
        }
        StreamState next = committed.state().apply(change);
        StateTable.Version version = committed.version();
        if (!destination.states().replace(connection, version, next)) {
            connection.rollback();
            throw notOurs(connection);
        }
        connection.commit();
        committed = new StateTable.Row(
                new StateTable.Version(
                        version.epoch(), version.fence(), next.header().seq()),
                next);
    }

    @Override
    public StreamState recover() {
        destination.connections().refresh();
        try (Connection connection = destination.connections().direct()) {
            return recover(connection);
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    private synchronized StreamState recover(Connection connection) throws SQLException {
        for (String session : Set.copyOf(doubtful)) {
            ServerSessions.end(connection, session);
            doubtful.remove(session);
        }
        StateTable states = destination.states();
        if (!states.fence(connection, request.streamId(), opened.header().epoch())) {
            throw notOurs(connection);
        }
        StateTable.Row read = states.read(connection, request.streamId()).orElseThrow();
        connection.commit();
        committed = read;
        if (pipe != null) {
            pipe.recover(connection);
        }
        return read.state();
    }

    @Override
    public void close() {
        Set.copyOf(open).forEach(SnowflakeUnit::close);
        if (pipe != null) {
            pipe.close();
        }
    }

    Destination destination() {
        return destination;
    }

    LoadRequest request() {
        return request;
    }

    TargetTable table() {
        return table;
    }

    synchronized StreamState committed() {
        return committed.state();
    }

    void doubt(String session) {
        doubtful.add(session);
    }

    void ended(SnowflakeUnit unit) {
        open.remove(unit);
    }

    /** What a transaction does. */
    interface Transaction {
        void run(Connection connection) throws SQLException;
    }
}
