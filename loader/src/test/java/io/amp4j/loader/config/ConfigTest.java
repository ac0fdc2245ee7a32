package io.amp4j.loader.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    private static final ConfigKey<String> NAME = ConfigKey.text("name", "A name.");
    private static final ConfigKey<Integer> PORT =
            ConfigKey.integer("port", "A port.").withDefault(5432);
    private static final ConfigKey<Long> ROWS = ConfigKey.count("rows", "Rows.").withDefault(10L);
    private static final ConfigKey<Long> BUFFER =
            ConfigKey.bytes("buffer", "A size.").withDefault(1L << 20);
    private static final ConfigKey<Duration> WAIT =
            ConfigKey.duration("wait", "A time.").withDefault(Duration.ofSeconds(5));
    private static final ConfigKey<Boolean> STRICT =
            ConfigKey.flag("strict", "Is strict.").withDefault(false);
    private static final ConfigKey<Colour> COLOUR =
            ConfigKey.oneOf("colour", Colour.class, "A colour.").withDefault(Colour.BLUE);
    private static final ConfigKey<Secret> TOKEN = ConfigKey.secret("token", "A token.");
    private static final List<ConfigKey<?>> KEYS = List.of(NAME, PORT, ROWS, BUFFER, WAIT, STRICT, COLOUR, TOKEN);

    private static Config config(String uri) {
        return Config.of(uri, Map.of(), KEYS);
    }

    @Test
    void defaults() {
        Config config = config("store:place");

        assertThat(config.find(NAME)).isEmpty();
        assertThat(config.require(PORT)).isEqualTo(5432);
        assertThat(config.require(ROWS)).isEqualTo(10);
        assertThat(config.require(BUFFER)).isEqualTo(1_048_576);
        assertThat(config.require(WAIT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.require(STRICT)).isFalse();
        assertThat(config.require(COLOUR)).isEqualTo(Colour.BLUE);
        assertThat(config.find(TOKEN)).isEmpty();
    }

    @Test
    void names_under_a_prefix_are_passed_on_and_never_printed() {
        ConfigKey<Map<String, Secret>> driver = ConfigKey.prefixed("driver.", "The driver's own settings.");

        Config config = Config.of(
                "store:place?driver.a=1&driver.b.c=x%20y&name=n", Map.of("driver.a", "0"), List.of(NAME, driver));

        assertThat(config.require(driver))
                .containsOnly(Map.entry("a", Secret.of("0")), Map.entry("b.c", Secret.of("x y")));
        assertThat(config.require(driver).toString()).doesNotContain("x y");
        assertThat(config.require(NAME)).isEqualTo("n");
        assertThat(Config.of("store:place", Map.of(), List.of(driver)).find(driver))
                .isEmpty();
    }

    @Test
    void a_prefix_alone_is_no_setting() {
        ConfigKey<Map<String, Secret>> driver = ConfigKey.prefixed("driver.", "The driver's own settings.");

        assertThatThrownBy(() -> Config.of("store:place?driver.=1", Map.of(), List.of(driver)))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("unknown setting 'driver.'");
    }

    @Test
    void explicit_mappings() {
        Config config = config(
                "store:place?name=a%20b&port=1&rows=3000000000&buffer=64MiB&wait=1500ms&strict=true&colour=dark-red&token=s3");

        assertThat(config.require(NAME)).isEqualTo("a b");
        assertThat(config.require(PORT)).isEqualTo(1);
        assertThat(config.require(ROWS)).isEqualTo(3_000_000_000L);
        assertThat(config.require(BUFFER)).isEqualTo(64L << 20);
        assertThat(config.require(WAIT)).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.require(STRICT)).isTrue();
        assertThat(config.require(COLOUR)).isEqualTo(Colour.DARK_RED);
        assertThat(config.require(TOKEN).reveal()).isEqualTo("s3");
    }

    @Test
    void settings_win_over_the_uri() {
        Config config =
                Config.of("store://me:a@place?port=1&wait=7s", Map.of("port", "2", "name", "you", "token", "b"), KEYS);

        assertThat(config.require(PORT)).isEqualTo(2);
        assertThat(config.require(WAIT)).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.user(NAME)).contains("you");
        assertThat(config.password(TOKEN)).contains(Secret.of("b"));
    }

    @Test
    void a_user_and_a_password_that_nobody_gave_are_absent() {
        assertThat(config("store://place").user(NAME)).isEmpty();
        assertThat(config("store://place").password(TOKEN)).isEmpty();
    }

    @Test
    void an_unknown_key_names_the_nearest_known_one() {
        assertThatThrownBy(() -> config("store://me:hun?ter2@place"))
                .hasMessageContaining("%3F")
                .hasMessageNotContaining("ter2");
        assertInvalid(() -> config("store:place?bufer=1"), "unknown setting 'bufer'; did you mean 'buffer'?");
    }

    @Test
    void an_unknown_key_of_a_destination_without_keys_says_so() {
        assertInvalid(() -> Config.of("store:place", Map.of("x", "1"), List.of()), "takes none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"port=x", "buffer=12 parsecs", "buffer=9999999999TiB", "wait=5", "strict=maybe", "colour=red"})
    void a_bad_value_names_its_key_and_what_it_takes(String setting) {
        String name = setting.substring(0, setting.indexOf('='));

        assertInvalid(() -> config("store:place?" + setting), "setting '" + name + "' takes ");
    }

    @Test
    void a_secret_is_not_printed() {
        ConfigKey<Secret> key = ConfigKey.secret("password", "A password.");
        Config config = Config.of("store:place?password=hunter2", Map.of(), List.of(key));

        assertThat(config.find(key).toString()).doesNotContain("hunter2").contains("***");
        assertThat(config.toString()).isEqualTo("store:place");
    }

    @Test
    void a_missing_setting_says_what_it_is_for() {
        assertInvalid(() -> config("store:place").require(NAME), "setting 'name' is missing: A name.");
    }

    @Test
    void reads_user_password_hosts_and_path_of_an_authority() {
        Config config = config("Store://me:p%40ss@one:1,two/path/x?port=1");

        assertThat(config.scheme()).isEqualTo("store");
        assertThat(config.user()).isEqualTo("me");
        assertThat(config.user(NAME)).contains("me");
        assertThat(config.password(TOKEN)).contains(Secret.of("p@ss"));
        assertThat(config.hosts()).containsExactly("one:1", "two");
        assertThat(config.path()).isEqualTo("/path/x");
        assertThat(config.location()).isEqualTo("//one:1,two/path/x");
    }

    @Test
    void prints_neither_user_nor_password_nor_settings() {
        assertThat(config("store://me:hunter2@host/db?token=s3cret").toString()).isEqualTo("store://host/db");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1b,1", "2KB,2000", "2KiB,2048", "3MB,3000000", "1GiB,1073741824", "1TB,1000000000000"})
    void sizes(String text, long bytes) {
        assertThat(config("store:place?buffer=" + text).require(BUFFER)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"10ms,PT0.01S", "3s,PT3S", "2m,PT2M", "1h,PT1H", "1d,PT24H"})
    void times(String text, Duration time) {
        assertThat(config("store:place?wait=" + text).require(WAIT)).isEqualTo(time);
    }

    @Test
    void a_destination_without_a_scheme_is_explained() {
        assertInvalid(() -> config("chain.duckdb"), "a destination is written scheme:location");
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.CONFIG_INVALID))
                .hasMessageContaining(message);
    }
}
