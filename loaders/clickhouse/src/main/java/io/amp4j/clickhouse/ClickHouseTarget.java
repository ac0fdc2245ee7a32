package io.amp4j.clickhouse;

import io.amp4j.loader.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is, and how to speak to it. Prints without the password.
 *
 * @param compressed whether rows are sent compressed
 * @param trusted the file of trusted certificates, or null for the JVM's own
 */
record ClickHouseTarget(
        String endpoint,
        String database,
        String user,
        @Nullable Secret password,
        boolean compressed,
        @Nullable Path trusted,
        Duration connectTimeout,
        Duration requestTimeout) {}
