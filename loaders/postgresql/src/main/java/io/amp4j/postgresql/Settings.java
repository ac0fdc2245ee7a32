package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import io.amp4j.postgresql.internal.copy.TypeRules;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The configuration, read once.
 *
 * @param place where the destination is, safe to print
 * @param driver the driver's properties, the password among them: never printed
 * @param rules how types are mapped
 * @param poolSize how many units can be open
 * @param connectTimeout how long connecting may take
 * @param takeoverTimeout how long an opening waits for older units
 * @param index when the index on the batch id is made
 * @param reorgs what becomes of void rows
 */
record Settings(
        String place,
        Properties driver,
        TypeRules rules,
        int poolSize,
        Duration connectTimeout,
        Duration takeoverTimeout,
        IndexTime index,
        ReorgHistory reorgs) {

    /** When the index on the batch id is made. */
    enum IndexTime {
        WITH_TABLE,
        WHEN_NEEDED
    }

    /** What becomes of the rows that a reorg voids. */
    enum ReorgHistory {
        DELETED,
        KEPT
    }

    static Settings of(Config config, Map<String, String> environment) {
        return new Settings(
                config.toString(),
                driver(config, environment),
                rules(config),
                positive(config, PostgresqlKeys.POOL_SIZE),
                config.require(PostgresqlKeys.CONNECT_TIMEOUT),
                config.require(PostgresqlKeys.TAKEOVER_TIMEOUT),
                config.require(PostgresqlKeys.DEFER_INDEXES) ? IndexTime.WHEN_NEEDED : IndexTime.WITH_TABLE,
                config.require(PostgresqlKeys.PRESERVE_REORG_HISTORY) ? ReorgHistory.KEPT : ReorgHistory.DELETED);
    }

    private static TypeRules rules(Config config) {
        return new TypeRules(
                config.require(PostgresqlKeys.UINT64),
                config.require(PostgresqlKeys.BINARY),
                config.require(PostgresqlKeys.TIMESTAMPS),
                config.require(PostgresqlKeys.NUL_IN_TEXT),
                config.require(PostgresqlKeys.LISTS));
    }

    private static int positive(Config config, ConfigKey<Integer> key) {
        int value = config.require(key);
        if (value < 1) {
            throw new AmpException(LoadError.CONFIG_INVALID, "setting '" + key + "' must be 1 or more");
        }
        return value;
    }

    private static Properties driver(Config config, Map<String, String> environment) {
        Properties driver = new Properties();
        Endpoints.of(config, environment).set(driver);
        set(driver, PGProperty.SSL_MODE, sslMode(config, environment));
        set(driver, PGProperty.SSL_ROOT_CERT, text(config, PostgresqlKeys.SSL_ROOT_CERT, environment, "PGSSLROOTCERT"));
        set(driver, PGProperty.SSL_CERT, text(config, PostgresqlKeys.SSL_CERT, environment, "PGSSLCERT"));
        set(driver, PGProperty.SSL_KEY, text(config, PostgresqlKeys.SSL_KEY, environment, "PGSSLKEY"));
        set(
                driver,
                PGProperty.SSL_PASSWORD,
                config.find(PostgresqlKeys.SSL_PASSWORD).map(Secret::reveal));
        PGProperty.OPTIONS.set(driver, serverOptions(config) + " " + environment.getOrDefault("PGOPTIONS", ""));
        set(
                driver,
                PGProperty.CURRENT_SCHEMA,
                config.find(PostgresqlKeys.SCHEMA).map(PostgresqlDialect::quoted));
        PGProperty.APPLICATION_NAME.set(driver, config.require(PostgresqlKeys.APPLICATION_NAME));
        PGProperty.CONNECT_TIMEOUT.set(driver, seconds(config.require(PostgresqlKeys.CONNECT_TIMEOUT)));
        PGProperty.SOCKET_TIMEOUT.set(driver, seconds(config.require(PostgresqlKeys.SOCKET_TIMEOUT)));
        PGProperty.TCP_KEEP_ALIVE.set(driver, true);
        return driver;
    }

    /**
     * The server notices within two minutes that a client's machine is gone, and frees what its transaction holds. A unit's COPY waits for rows, and
     * may take as long as it takes: limits that are meant for people's queries would end it again and again.
     */
    private static String serverOptions(Config config) {
        return "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6 -c lock_timeout="
                + config.require(PostgresqlKeys.LOCK_TIMEOUT).toMillis();
    }

    private static Optional<String> sslMode(Config config, Map<String, String> environment) {
        return config.find(PostgresqlKeys.SSL_MODE)
                .map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .or(() -> Optional.ofNullable(environment.get("PGSSLMODE")));
    }

    static Optional<String> text(
            Config config, ConfigKey<String> key, Map<String, String> environment, String variable) {
        return config.find(key).or(() -> Optional.ofNullable(environment.get(variable)));
    }

    static void set(Properties driver, PGProperty property, Optional<String> value) {
        value.ifPresent(text -> property.set(driver, text));
    }

    /** The driver counts in seconds; zero means for ever, so what is less than one is one. */
    private static int seconds(Duration duration) {
        return duration.isZero() ? 0 : (int) Math.max(1, duration.toSeconds());
    }

    /** What makes connections; it prints without its password. */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        for (PGProperty property : PGProperty.values()) {
            if (property.isPresent(driver)) {
                source.setProperty(property, property.getOrDefault(driver));
            }
        }
        return source;
    }

    /** Without the driver's properties, which hold the password. */
    @Override
    public String toString() {
        return place;
    }

    static List<String> split(String list) {
        return List.of(list.split(","));
    }
}
