package io.amp4j.snowflake;

import io.amp4j.loader.sql.SqlTables;
import org.jspecify.annotations.Nullable;

/**
 * One schema as configured, and what is made from the settings once. Thread-safe.
 *
 * @param settings the configuration
 * @param connections where connections come from
 * @param states the stream states
 * @param tables its tables
 * @param errors what its failures mean
 * @param intents what is sent and not committed
 * @param snowpipe how rows are streamed, or null where they go in transactions
 */
record Destination(
        Settings settings,
        Connections connections,
        StateTable states,
        SqlTables tables,
        SnowflakeErrors errors,
        Intents intents,
        @Nullable Snowpipe snowpipe) {
    Destination(Settings settings) {
        this(settings, new Intents(settings.stateSchema()));
    }

    private Destination(Settings settings, Intents intents) {
        this(
                settings,
                new Connections(settings),
                new StateTable(settings.stateSchema()),
                new SqlTables(SnowflakeDialect.INSTANCE),
                new SnowflakeErrors(settings.place()),
                intents,
                settings.pipe() == null ? null : new Snowpipe(settings.pipe(), intents, Pause.SLEEP));
    }
}
