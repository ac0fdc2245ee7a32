package io.amp4j.clickhouse;

import io.amp4j.loader.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the server is, and as whom to speak to it. Prints without the password. */
record ClickHouseTarget(
        String endpoint,
        String database,
        String user,
        @Nullable Secret password,
        Duration connectTimeout,
        Duration requestTimeout) {}
