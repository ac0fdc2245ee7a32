package io.amp4j.postgresql;

import io.amp4j.loader.sql.SqlStreamStates;
import io.amp4j.loader.sql.SqlTables;

/**
 * One database as configured, and what is made from the settings once. Thread-safe.
 *
 * @param settings the configuration
 * @param connections where connections come from
 * @param dialect names and types
 * @param states the stream states in it
 * @param tables its tables
 * @param errors what its failures mean
 */
record Destination(
        Settings settings,
        Connections connections,
        PostgresqlDialect dialect,
        SqlStreamStates states,
        SqlTables tables,
        SqlErrors errors) {
    Destination(Settings settings) {
        this(settings, new PostgresqlDialect(settings.rules()));
    }

    private Destination(Settings settings, PostgresqlDialect dialect) {
        this(
                settings,
                new Connections(settings),
                dialect,
                new SqlStreamStates(dialect, null),
                new SqlTables(dialect),
                new SqlErrors(settings.place()));
    }
}
