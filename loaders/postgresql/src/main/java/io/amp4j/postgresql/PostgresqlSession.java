package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.sql.SqlFencing;
import io.amp4j.postgresql.Settings.IndexTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's epoch. Units may be open in several threads, each with a connection of its own. */
final class PostgresqlSession implements LoadSession {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresqlSession.class);

    private final Destination destination;
    private final LoadRequest request;
    private final StreamState opened;
    private final StreamLock lock;
    private final TargetTable table;
    private final Set<PostgresqlUnit> open = ConcurrentHashMap.newKeySet();

    /** Server processes whose transaction ended we know not how. */
    private final Set<Backend> doubtful = ConcurrentHashMap.newKeySet();

    private final boolean indexIsDue;
    /** Of the newest commit that this job knows of. */
    private final AtomicLong seq;

    PostgresqlSession(Destination destination, LoadRequest request, Opening.Result opening) {
        this.destination = destination;
        this.request = request;
        this.opened = opening.state();
        this.lock = opening.lock();
        this.table = opening.table();
        this.seq = new AtomicLong(opened.header().seq());
        this.indexIsDue = destination.settings().index() == IndexTime.WHEN_NEEDED
                && request.tablePolicy() != LoadRequest.TablePolicy.USE_EXISTING;
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        Connection connection = null;
        try {
            connection = destination.connections().pooled();
            lock.share(connection);
            requireEpoch(connection);
            UnitConnection held = new UnitConnection(this, connection, Backend.of(connection));
            PostgresqlUnit unit =
                    request.mode() == LoadMode.UPSERT ? new UpsertUnit(this, held) : new PostgresqlUnit(this, held);
            open.add(unit);
            return unit;
        } catch (SQLException e) {
            giveUp(connection);
            throw destination.errors().translate(e);
        } catch (RuntimeException e) {
            giveUp(connection);
            throw e;
        }
    }

    /** Nothing was written over it, so whatever becomes of its transaction is without effect. */
    private void giveUp(@Nullable Connection connection) {
        if (connection != null) {
            destination.connections().discard(connection);
        }
    }

    /** What the failure of a unit means: a newer job ends the connections of an older one's units. */
    AmpException failure(SQLException cause) {
        return SqlFencing.orFenced(
                destination.errors().translate(cause), destination.connections()::direct, this::requireEpoch);
    }

    private void requireEpoch(Connection connection) throws SQLException {
        Fencing.requireEpoch(
                destination.states().epoch(connection, request.streamId()), opened.header(), destination.settings());
    }

    @Override
    public StreamState recover() {
        try (Connection connection = destination.connections().direct()) {
            endDoubtful(connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            requireEpoch(connection);
            StreamState state =
                    destination.states().read(connection, request.streamId()).orElseThrow();
            connection.rollback();
            seq.set(state.header().seq());
            return state;
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    private void endDoubtful(Connection connection) throws SQLException {
        if (doubtful.isEmpty()) {
            return;
        }
        destination.connections().refresh();
        connection.setAutoCommit(true);
        for (Backend backend : Set.copyOf(doubtful)) {
            backend.end(connection);
            doubtful.remove(backend);
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void close() {
        Set.copyOf(open).forEach(PostgresqlUnit::close);
        if (indexIsDue && doubtful.isEmpty()) {
            buildIndexQuietly();
        }
    }

    private void buildIndexQuietly() {
        try {
            buildIndex();
        } catch (AmpException e) {
            LOG.warn(
                    "the index on {} of {} is not made; the next opening without defer-indexes makes it",
                    TargetTable.BATCH_ID,
                    table.name(),
                    e);
        }
    }

    private void buildIndex() {
        try (Connection connection = destination.connections().patient()) {
            index().createBesideWriters(connection);
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    /**
     * Makes the index that waited, for a deletion that needs it, within the deletion's transaction: made beside it, it would wait for that
     * transaction to end.
     */
    void buildIndexIfDue(Connection connection) throws SQLException {
        if (indexIsDue && !index().exists(connection)) {
            int timeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 0);
            index().create(connection);
            connection.setNetworkTimeout(Runnable::run, timeout);
        }
    }

    private BatchIndex index() {
        return new BatchIndex(table.quoted(), destination.settings().reorgs());
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

    /** The header that the next commit must find: a server that took over from another may not have all commits. */
    StreamHeader known() {
        return opened.header().withSeq(seq.get());
    }

    void committed() {
        seq.incrementAndGet();
    }

    void ended(PostgresqlUnit unit) {
        open.remove(unit);
    }

    void doubt(Backend backend) {
        doubtful.add(backend);
    }
}
