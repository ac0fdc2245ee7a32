package io.amp4j.snowflake;

import io.amp4j.loader.config.Config;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.snowflake.client.api.driver.SnowflakeDriver;

/** An account that the environment names: {@code SNOWFLAKE_*}. Each place is a schema that is made for it and dropped after it. */
final class SnowflakeAccount implements SnowflakeHome {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final Map<String, String> environment;

    SnowflakeAccount(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What the environment lacks: empty where tests can run. */
    static List<String> missing(Map<String, String> environment) {
        List<String> missing = new ArrayList<>(
                Stream.of("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_DATABASE", "SNOWFLAKE_SCHEMA")
                        .filter(name -> !environment.containsKey(name))
                        .toList());
        if (!environment.containsKey("SNOWFLAKE_PASSWORD") && !environment.containsKey("SNOWFLAKE_PRIVATE_KEY_FILE")) {
            missing.add("SNOWFLAKE_PASSWORD or SNOWFLAKE_PRIVATE_KEY_FILE");
        }
        return missing;
    }

    private String required(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    @Override
    public String newPlace() {
        String schema = required("SNOWFLAKE_SCHEMA") + "_AMP4J_"
                + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        execute(required("SNOWFLAKE_SCHEMA"), "CREATE SCHEMA " + SnowflakeDialect.INSTANCE.quote(schema));
        return schema;
    }

    @Override
    public void drop(String place) {
        execute(required("SNOWFLAKE_SCHEMA"), "DROP SCHEMA " + SnowflakeDialect.INSTANCE.quote(place));
    }

    @Override
    public String uri(String place) {
        Map<String, String> query = Map.of(
                "warehouse", "SNOWFLAKE_WAREHOUSE",
                "role", "SNOWFLAKE_ROLE",
                "private-key-file", "SNOWFLAKE_PRIVATE_KEY_FILE");
        String settings = query.entrySet().stream()
                .filter(setting -> environment.containsKey(setting.getValue()))
                .map(setting -> setting.getKey() + "=" + encoded(required(setting.getValue())))
                .collect(Collectors.joining("&"));
        return "snowflake://" + encoded(required("SNOWFLAKE_USER")) + "@" + required("SNOWFLAKE_ACCOUNT") + "/"
                + encoded(required("SNOWFLAKE_DATABASE")) + "/" + encoded(place) + "?" + settings;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("SNOWFLAKE_PASSWORD", "password", "SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "private-key-passphrase")
                .entrySet()
                .stream()
                .filter(secret -> environment.containsKey(secret.getKey()))
                .collect(Collectors.toMap(Map.Entry::getValue, secret -> required(secret.getKey())));
    }

    /** As the loader logs in; but results come as Arrow, with every digit of a number, and times as text with all of theirs. */
    @Override
    public Connection connect(String place) throws SQLException {
        Settings settings = Settings.of(Config.of(uri(place), settings(), SnowflakeKeys.ALL));
        Properties driver = new Properties();
        driver.putAll(settings.driver());
        driver.setProperty("JDBC_QUERY_RESULT_FORMAT", "ARROW");
        Connection connection = SnowflakeDriver.INSTANCE.connect(settings.url(), driver);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "ALTER SESSION SET TIMESTAMP_NTZ_OUTPUT_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9',"
                            + " TIMESTAMP_TZ_OUTPUT_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM', TIME_OUTPUT_FORMAT = 'HH24:MI:SS.FF9'");
        }
        return connection;
    }
}
