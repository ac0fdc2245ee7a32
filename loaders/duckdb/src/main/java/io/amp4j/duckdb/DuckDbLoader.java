package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.Dropping;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StoreGreeting;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlStreamStates;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Loads into one DuckDB database. */
final class DuckDbLoader implements Loader {
    static final SqlStreamStates STATES = new SqlStreamStates(DuckDbDialect.INSTANCE, "main");

    private final DuckDbDatabase database;
    private @Nullable DuckDBConnection keptAlive;

    DuckDbLoader(DuckDbDatabase database) {
        this.database = database;
    }

    @Override
    public LoaderTraits traits() {
        EnumSet<LoaderFeature> features = EnumSet.of(
                LoaderFeature.STREAM,
                LoaderFeature.CREATE_TABLE,
                LoaderFeature.OVERWRITE,
                LoaderFeature.UPSERT,
                LoaderFeature.DROP,
                LoaderFeature.ADD_COLUMNS);
        if (database.location().file().isPresent()) {
            features.add(LoaderFeature.SHARED_STATUS);
            features.add(LoaderFeature.LOCKS_OUT_NEWCOMERS);
        }
        return new LoaderTraits(ConsistencyLevel.ATOMIC, features);
    }

    /** The library's version: opening the file would create it, and lock others out. */
    @Override
    public Optional<StoreGreeting> greet() {
        return Optional.of(StoreGreeting.of("DuckDB " + DuckDbDatabase.version()));
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        if (!database.exists()) {
            return List.of();
        }
        try (DuckDBConnection connection = database.connect()) {
            return STATES.exist(connection) ? STATES.readAll(connection, table) : List.of();
        } catch (SQLException e) {
            throw DuckDbErrors.translate(e, database.location());
        } catch (AmpException e) {
            if (e.code() != LoadError.LOCKED) {
                throw e;
            }
            return copiedStates(table, e);
        }
    }

    private List<StreamState> copiedStates(Optional<TableName> table, AmpException locked) {
        try {
            return StatusCopy.read(database.location().file().orElseThrow()).stream()
                    .filter(state -> table.isEmpty() || state.header().table().equals(table.get()))
                    .toList();
        } catch (IOException e) {
            locked.addSuppressed(e);
            throw locked;
        }
    }

    @Override
    public LoadSession open(LoadRequest request) {
        keepAlive();
        return DuckDbSession.open(database, request);
    }

    @Override
    public void drop(TableName table) {
        keepAlive();
        Dropping.endJobs(this, table, ResumePolicy.RESUME);
        try (DuckDBConnection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + DuckDbDialect.INSTANCE.quote(table));
            STATES.forget(connection, table);
            connection.commit();
        } catch (SQLException e) {
            throw DuckDbErrors.translate(e, database.location());
        }
    }

    /** A database in memory lasts as long as a connection to it: this loader's, if no other. */
    private synchronized void keepAlive() {
        if (keptAlive == null && database.location().file().isEmpty()) {
            keptAlive = database.connect();
        }
    }

    @Override
    public synchronized void close() {
        if (keptAlive != null) {
            Quietly.close(keptAlive);
            keptAlive = null;
        }
    }
}
