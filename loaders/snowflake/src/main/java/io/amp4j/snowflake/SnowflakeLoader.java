package io.amp4j.snowflake;

import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads into one schema of a Snowflake account: rows, deletions and stream state in one transaction. Thread-safe. */
final class SnowflakeLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.ATOMIC,
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.UPSERT,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.PARALLEL_UNITS,
                    LoaderFeature.SHARED_STATUS));

    private final Destination destination;

    SnowflakeLoader(Settings settings) {
        this.destination = new Destination(settings);
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
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
        try {
            return new SnowflakeSession(destination, request, new Opening(destination, request).run());
        } catch (SQLException e) {
            throw destination.errors().translate(e);
        }
    }

    @Override
    public void close() {
        destination.connections().close();
    }
}
