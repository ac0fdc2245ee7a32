package io.amp4j.snowflake;

import io.amp4j.loader.sql.SqlTables;

/**
 * One schema as configured, and what is made from the settings once. Thread-safe.
 *
 * @param settings the configuration
 * @param connections where connections come from
 * @param states the stream states
 * @param tables its tables
 * @param errors what its failures mean
 */
record Destination(
        Settings settings, Connections connections, StateTable states, SqlTables tables, SnowflakeErrors errors) {
    Destination(Settings settings) {
        this(
                settings,
                new Connections(settings),
                new StateTable(settings.stateSchema()),
                new SqlTables(SnowflakeDialect.INSTANCE),
                new SnowflakeErrors(settings.place()));
    }
}
