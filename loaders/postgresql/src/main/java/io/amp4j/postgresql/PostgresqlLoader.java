package io.amp4j.postgresql;

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
import io.amp4j.loader.sql.SqlGreeting;
import io.amp4j.loader.sql.SqlStreamStates;
import io.amp4j.postgresql.Settings.ReorgHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads into one PostgreSQL database: rows, deletions and stream state in one transaction. Thread-safe. */
final class PostgresqlLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.ATOMIC,
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.UPSERT,
                    LoaderFeature.DROP,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.PARALLEL_UNITS,
                    LoaderFeature.SHARED_STATUS));

    private final Destination destination;

    PostgresqlLoader(Settings settings) {
        this.destination = new Destination(settings);
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
    }

    @Override
    public Optional<StoreGreeting> greet() {
        try (Connection connection = destination.connections().direct()) {
            return Optional.of(SqlGreeting.of(connection));
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        SqlStreamStates states = destination.states();
        try (Connection connection = destination.connections().direct()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            return states.exist(connection) ? states.readAll(connection, table) : List.of();
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    @Override
    public LoadSession open(LoadRequest request) {
        try {
            return new PostgresqlSession(destination, request, new Opening(destination, request).run());
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    @Override
    public void drop(TableName table) {
        Dropping.endJobs(this, table, ResumePolicy.RESUME);
        try (Connection connection = destination.connections().patient();
                Statement statement = connection.createStatement()) {
            if (destination.settings().reorgs() == ReorgHistory.KEPT) {
                statement.execute("DROP VIEW IF EXISTS " + HistoryColumns.viewName(destination.dialect(), table));
            }
            statement.execute("DROP TABLE IF EXISTS " + destination.dialect().quote(table));
            destination.states().forget(connection, table);
            connection.commit();
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    @Override
    public void close() {
        destination.connections().close();
    }
}
