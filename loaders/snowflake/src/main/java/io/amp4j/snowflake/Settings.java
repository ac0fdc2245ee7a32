package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import io.amp4j.snowflake.SnowflakeKeys.LoadingMethod;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read once.
 *
 * @param place where the destination is, safe to print
 * @param url the driver's URL, without secrets
 * @param driver the driver's properties, secrets among them: never printed
 * @param method how rows get in
 * @param fileBytes how large a staged file gets
 * @param stateSchema the schema of the stream state, or null for the URI's
 * @param reorgs what becomes of void rows
 * @param poolSize how many units can be open
 * @param connectTimeout how long connecting may take
 * @param pipe what Snowpipe Streaming needs to know, or null with another method
 */
record Settings(
        String place,
        String url,
        Properties driver,
        LoadingMethod method,
        long fileBytes,
        @Nullable String stateSchema,
        ReorgHistory reorgs,
        int poolSize,
        Duration connectTimeout,
        @Nullable PipeAccess pipe) {

    /** What becomes of the rows that a reorg voids. */
    enum ReorgHistory {
        DELETED,
        KEPT
    }

    static Settings of(Config config) {
        boolean isStreamed = config.require(SnowflakeKeys.METHOD) == LoadingMethod.SNOWPIPE_STREAMING;
        if (isStreamed && config.require(SnowflakeKeys.PRESERVE_REORG_HISTORY)) {
            throw invalid("preserve-reorg-history needs method=stage or method=insert");
        }
        return new Settings(
                config.toString(),
                url(config),
                driver(config),
                config.require(SnowflakeKeys.METHOD),
                atLeast(config, SnowflakeKeys.FILE_BYTES, 1L << 20),
                config.find(SnowflakeKeys.STATE_SCHEMA).orElse(null),
                config.require(SnowflakeKeys.PRESERVE_REORG_HISTORY) ? ReorgHistory.KEPT : ReorgHistory.DELETED,
                (int) atLeast(config, SnowflakeKeys.POOL_SIZE, 1),
                config.require(SnowflakeKeys.CONNECT_TIMEOUT),
                isStreamed ? pipe(config) : null);
    }

    private static PipeAccess pipe(Config config) {
        String server = url(config).replaceFirst("^jdbc:snowflake://", "");
        List<String> path = path(config);
        return new PipeAccess(
                URI.create(server.contains("://") ? server : "https://" + server),
                accountName(config),
                Optional.ofNullable(config.user())
                        .orElseThrow(() -> invalid("method=snowpipe-streaming needs the user in the URI")),
                config.find(SnowflakeKeys.ROLE).orElse(null),
                config.find(SnowflakeKeys.PRIVATE_KEY_FILE).map(Path::of).orElse(null),
                config.find(SnowflakeKeys.PRIVATE_KEY_PASSPHRASE).orElse(null),
                config.find(SnowflakeKeys.TOKEN).orElse(null),
                path.get(0),
                path.get(1),
                config.require(SnowflakeKeys.CONNECT_TIMEOUT),
                config.require(SnowflakeKeys.NETWORK_TIMEOUT));
    }

    private static String accountName(Config config) {
        return account(config).replaceAll("\\.snowflakecomputing\\.com$", "");
    }

    private static long atLeast(Config config, ConfigKey<? extends Number> key, long least) {
        long value = config.require(key).longValue();
        if (value < least) {
            throw invalid("setting '" + key + "' must be " + least + " or more");
        }
        return value;
    }

    private static String account(Config config) {
        if (config.hosts().size() != 1) {
            throw invalid("a Snowflake destination is written snowflake://user@account/database/schema");
        }
        return config.hosts().get(0);
    }

    private static String url(Config config) {
        String account = account(config);
        String suffix = ".snowflakecomputing.com";
        String host = account.endsWith(suffix) ? account : account + suffix;
        return "jdbc:snowflake://" + config.find(SnowflakeKeys.URL).orElse(host) + "/";
    }

    private static Properties driver(Config config) {
        Properties driver = new Properties();
        List<String> path = path(config);
        driver.setProperty("account", accountName(config));
        driver.setProperty("db", SnowflakeDialect.INSTANCE.quote(path.get(0)));
        driver.setProperty("schema", SnowflakeDialect.INSTANCE.quote(path.get(1)));
        set(driver, "user", Optional.ofNullable(config.user()));
        set(driver, "role", config.find(SnowflakeKeys.ROLE));
        set(driver, "warehouse", config.find(SnowflakeKeys.WAREHOUSE));
        if (isPlainHttp(config)) {
            driver.setProperty("ssl", "off");
        }
        credentials(driver, config);
        driver.setProperty("application", "amp4j");
        driver.setProperty("loginTimeout", seconds(config.require(SnowflakeKeys.CONNECT_TIMEOUT)));
        driver.setProperty("networkTimeout", millis(config.require(SnowflakeKeys.NETWORK_TIMEOUT)));
        driver.setProperty("LOCK_TIMEOUT", seconds(config.require(SnowflakeKeys.LOCK_TIMEOUT)));
        driver.setProperty("CLIENT_SESSION_KEEP_ALIVE", "true");
        driver.setProperty("TIMEZONE", "UTC");
        // Results are small; read as Arrow they would need a JVM flag.
        driver.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
        // Nothing is asked of the machine's cloud unless the authenticator needs it.
        driver.setProperty("disablePlatformDetection", "true");
        return driver;
    }

    private static boolean isPlainHttp(Config config) {
        return config.find(SnowflakeKeys.URL)
                .map(URI::create)
                .filter(url -> "http".equals(url.getScheme()))
                .isPresent();
    }

    private static List<String> path(Config config) {
        String[] parts = config.path().replaceAll("^/|/$", "").split("/");
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw invalid("name database and schema, in their exact case: snowflake://user@account/DATABASE/SCHEMA");
        }
        return List.of(parts);
    }

    private static void credentials(Properties driver, Config config) {
        Optional<Secret> token = config.find(SnowflakeKeys.TOKEN);
        Optional<String> key = config.find(SnowflakeKeys.PRIVATE_KEY_FILE);
        Optional<String> implied = token.isPresent()
                ? Optional.of("oauth")
                : key.isPresent() ? Optional.of("snowflake_jwt") : Optional.empty();
        set(driver, "authenticator", config.find(SnowflakeKeys.AUTHENTICATOR).or(() -> implied));
        set(driver, "token", token.map(Secret::reveal));
        set(driver, "private_key_file", key);
        set(
                driver,
                "private_key_pwd",
                config.find(SnowflakeKeys.PRIVATE_KEY_PASSPHRASE).map(Secret::reveal));
        set(driver, "password", config.password(SnowflakeKeys.PASSWORD).map(Secret::reveal));
    }

    private static void set(Properties driver, String name, Optional<String> value) {
        value.ifPresent(text -> driver.setProperty(name, text));
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static AmpException invalid(String message) {
        return new AmpException(LoadError.CONFIG_INVALID, message);
    }

    /** Without the driver's properties, which hold the secrets. */
    @Override
    public String toString() {
        return place;
    }
}
