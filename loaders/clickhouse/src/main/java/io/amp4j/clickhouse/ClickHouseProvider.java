package io.amp4j.clickhouse;

import io.amp4j.clickhouse.TableLayout.Voiding;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds ClickHouse: {@code clickhouse://user:password@host:8123/database}. */
public final class ClickHouseProvider implements LoaderProvider {
    private static final int PORT = 8123;
    private static final int SECURE_PORT = 8443;

    static final ConfigKey<Boolean> SECURE = ConfigKey.flag("secure", "speak HTTPS; the port is 8443 unless given")
            .withDefault(false);
    static final ConfigKey<Secret> PASSWORD = ConfigKey.secret("password", "the password, where it is not in the URI");
    static final ConfigKey<String> ENGINE = ConfigKey.text(
                    "engine", "the engine of tables that are created, with its arguments, such as ReplacingMergeTree")
            .withDefault("MergeTree");
    static final ConfigKey<String> ORDER_BY = ConfigKey.text(
            "order-by", "the sorting key of tables that are created; unless given, the block number if there is one");
    static final ConfigKey<String> PARTITION_BY =
            ConfigKey.text("partition-by", "the partition key of tables that are created; none unless given");
    static final ConfigKey<String> CODECS = ConfigKey.text(
            "codecs",
            "the codecs of columns of tables that are created, as name=CODEC separated by semicolons; * stands for all others");
    static final ConfigKey<String> TABLE_SETTINGS =
            ConfigKey.text("table-settings", "further SETTINGS of tables that are created, separated by commas");
    static final ConfigKey<Voiding> VOID_ROWS = ConfigKey.oneOf(
                    "void-rows",
                    Voiding.class,
                    "what becomes of rows that a reorg voids: delete, or cancel by a row with the sign -1 in a CollapsingMergeTree")
            .withDefault(Voiding.DELETE);
    static final ConfigKey<String> CLUSTER = ConfigKey.text("cluster", "create and delete ON CLUSTER this one");
    static final ConfigKey<Boolean> COMMITTED_VIEW = ConfigKey.flag(
                    "committed-view", "create the view <table>_committed, which hides rows that are not committed")
            .withDefault(false);
    static final ConfigKey<Compression> COMPRESSION = ConfigKey.oneOf(
                    "compression",
                    Compression.class,
                    "how inserts are sent: none, zstd, or auto, which is zstd unless the server is on this machine")
            .withDefault(Compression.AUTO);
    static final ConfigKey<String> SSL_ROOT_CERT = ConfigKey.text(
            "sslrootcert", "file of the certificates (PEM) that are trusted instead of the JVM's own, with HTTPS");
    static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.duration(
                    "connect-timeout", "how long to wait for a connection")
            .withDefault(Duration.ofSeconds(10));
    static final ConfigKey<Duration> REQUEST_TIMEOUT = ConfigKey.duration(
                    "request-timeout", "how long to wait for an answer once a statement is sent")
            .withDefault(Duration.ofMinutes(5));

    /** For {@link java.util.ServiceLoader}. */
    public ClickHouseProvider() {}

    @Override
    public String name() {
        return "ClickHouse";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("clickhouse", "clickhouses");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(
                SECURE,
                PASSWORD,
                ENGINE,
                ORDER_BY,
                PARTITION_BY,
                CODECS,
                TABLE_SETTINGS,
                VOID_ROWS,
                CLUSTER,
                COMMITTED_VIEW,
                COMPRESSION,
                SSL_ROOT_CERT,
                CONNECT_TIMEOUT,
                REQUEST_TIMEOUT);
    }

    @Override
    public Loader create(Config config) {
        boolean secure = config.require(SECURE) || config.scheme().equals("clickhouses");
        TableLayout layout = new TableLayout(
                config.require(ENGINE),
                config.find(ORDER_BY).orElse(null),
                config.find(PARTITION_BY).orElse(null),
                config.find(CODECS).map(Codecs::parse).orElse(Map.of()),
                config.find(CLUSTER).orElse(null),
                config.find(TABLE_SETTINGS).orElse(null),
                config.require(VOID_ROWS));
        return new ClickHouseLoader(target(config, secure), layout, config.require(COMMITTED_VIEW));
    }

    private static ClickHouseTarget target(Config config, boolean secure) {
        String host = config.hosts().isEmpty() ? "localhost" : config.hosts().get(0);
        boolean hasPort = host.matches(".*:\\d+");
        String authority = hasPort ? host : host + ":" + (secure ? SECURE_PORT : PORT);
        String path = config.path().replaceAll("^/+|/+$", "");
        return new ClickHouseTarget(
                (secure ? "https://" : "http://") + authority + "/",
                path.isEmpty() ? "default" : path,
                Optional.ofNullable(config.user()).orElse("default"),
                config.password(PASSWORD).orElse(null),
                config.require(COMPRESSION).isWorthIt(host),
                config.find(SSL_ROOT_CERT).map(Path::of).orElse(null),
                config.require(CONNECT_TIMEOUT),
                config.require(REQUEST_TIMEOUT));
    }
}
