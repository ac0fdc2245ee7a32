package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings settings(String uri, Map<String, String> environment) {
        return Settings.of(Config.of(uri, Map.of(), PostgresqlKeys.ALL), environment);
    }

    private static Properties driver(String uri, Map<String, String> environment) {
        return settings(uri, environment).driver();
    }

    @Test
    void a_uri_names_hosts_database_user_and_password() {
        Properties driver = driver(
                "postgresql://me:se%3Acret@one:5433,two,[::1]:5434/chain?schema=My%20Schema&sslmode=verify-full",
                Map.of());
        assertThat(driver)
                .containsEntry("PGHOST", "one,two,[::1]")
                .containsEntry("PGPORT", "5433,5432,5434")
                .containsEntry("PGDBNAME", "chain")
                .containsEntry("user", "me")
                .containsEntry("password", "se:cret")
                .containsEntry("currentSchema", "\"My Schema\"")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("targetServerType", "primary");
    }

    @Test
    void a_jdbc_url_says_the_same() {
        Properties driver = driver("jdbc:postgresql://one:5433/chain?user=me&password=secret", Map.of());
        assertThat(driver)
                .containsEntry("PGHOST", "one")
                .containsEntry("PGPORT", "5433")
                .containsEntry("PGDBNAME", "chain")
                .containsEntry("user", "me")
                .containsEntry("password", "secret")
                .doesNotContainKey("targetServerType");
    }

    @Test
    void the_environment_fills_what_the_uri_leaves_out() {
        Map<String, String> environment = Map.of(
                "PGHOST",
                "one,two",
                "PGPORT",
                "1,2",
                "PGDATABASE",
                "chain",
                "PGUSER",
                "me",
                "PGPASSWORD",
                "secret",
                "PGSSLMODE",
                "require",
                "PGSSLROOTCERT",
                "root.crt",
                "PGOPTIONS",
                "-c work_mem=1MB");
        assertThat(driver("postgresql:", environment))
                .containsEntry("PGHOST", "one,two")
                .containsEntry("PGPORT", "1,2")
                .containsEntry("PGDBNAME", "chain")
                .containsEntry("user", "me")
                .containsEntry("password", "secret")
                .containsEntry("sslmode", "require")
                .containsEntry("sslrootcert", "root.crt")
                .hasEntrySatisfying(
                        "options", options -> assertThat(options.toString()).endsWith(" -c work_mem=1MB"));
        assertThat(driver("postgresql://you:other@three/else?sslmode=disable", environment))
                .containsEntry("PGHOST", "three")
                .containsEntry("PGPORT", "1")
                .containsEntry("PGDBNAME", "else")
                .containsEntry("user", "you")
                .containsEntry("password", "other")
                .containsEntry("sslmode", "disable");
    }

    @Test
    void the_password_is_printed_nowhere() {
        Settings settings = settings("postgresql://me:hunter2@host/db?sslpassword=hunter2", Map.of());
        assertThat(settings.toString()).isEqualTo("postgresql://host/db");
        assertThat(new Destination(settings).toString()).doesNotContain("hunter2");
        assertThat(settings.dataSource().toString()).doesNotContain("hunter2");
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertCode(() -> settings("postgresql://host/db?pool-size=0", Map.of()));
        assertCode(() -> settings("postgresql://host:port/db", Map.of()));
        assertCode(() -> settings("postgresql://host/db?timestamps=guess", Map.of()));
        assertCode(() -> settings("postgresql://host/db?shema=x", Map.of()));
    }

    private static void assertCode(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        LoaderTest.assertCode(catchThrowable(call), LoadError.CONFIG_INVALID);
    }

    @Test
    void the_documentation_has_the_line_of_each_setting() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("../../docs/loaders/postgresql.md"));
        List<String> documented = lines.stream()
                .filter(line -> line.matches("\\| `[a-z0-9-]+` .*"))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(
                        PostgresqlKeys.ALL.stream().map(SettingsTest::line).toList());
    }

    private static String line(ConfigKey<?> key) {
        return "| `" + key.name() + "` | " + key.values() + " | " + written(key.defaultValue()) + " | "
                + key.description() + " |";
    }

    private static String written(@Nullable Object value) {
        if (value instanceof Duration duration) {
            long seconds = duration.toSeconds();
            return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
        }
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT)
                : Objects.toString(value, "");
    }

    @Test
    void a_unix_socket_is_refused_since_the_driver_has_none() {
        assertCode(() -> settings("postgresql:", Map.of("PGHOST", "/var/run/postgresql")));
    }
}
