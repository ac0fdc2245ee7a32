package io.amp4j.snowflake;

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
import io.amp4j.snowflake.Settings.ReorgHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads into one schema of a Snowflake account: rows, deletions and stream state in one transaction; with Snowpipe Streaming (experimental) the rows before it.
 * Thread-safe.
 */
final class SnowflakeLoader implements Loader {
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

    /** Rows that stream in belong to no transaction; a view hides those that are not committed. */
    private static final LoaderTraits STREAMED = new LoaderTraits(
            ConsistencyLevel.THROUGH_VIEW,
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.PARALLEL_UNITS,
                    LoaderFeature.SHARED_STATUS));

    private static final Logger LOG = LoggerFactory.getLogger(SnowflakeLoader.class);

    private final Destination destination;

    SnowflakeLoader(Settings settings) {
        this.destination = new Destination(settings);
    }

    @Override
    public LoaderTraits traits() {
        return destination.snowpipe() == null ? TRAITS : STREAMED;
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
        StateTable states = destination.states();
        try (Connection connection = destination.connections().direct()) {
            return states.exists(connection) ? states.readAll(connection, table) : List.of();
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    @Override
    public LoadSession open(LoadRequest request) {
        if (destination.snowpipe() != null) {
            LOG.warn(
                    "method=snowpipe-streaming is experimental: it has never met a real account. Read the view {}_committed, not the table",
                    request.table());
        }
        try {
            return new SnowflakeSession(destination, request, new Opening(destination, request).run());
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    /** What defines tables commits by itself, so each stream is emptied before, and forgotten after. */
    @Override
    public void drop(TableName table) {
        if (!traits().has(LoaderFeature.DROP)) {
            Loader.super.drop(table);
        }
        List<String> streams = Dropping.endJobs(this, table, ResumePolicy.START_OVER);
        try (Connection connection = destination.connections().direct();
                Statement statement = connection.createStatement()) {
            if (destination.settings().reorgs() == ReorgHistory.KEPT) {
                for (String view : History.views(table)) {
                    statement.execute("DROP VIEW IF EXISTS " + view);
                }
            }
            statement.execute("DROP TABLE IF EXISTS " + SnowflakeDialect.INSTANCE.quote(table));
            for (String stream : streams) {
                destination.states().forget(connection, stream);
            }
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
