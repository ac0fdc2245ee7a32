package io.amp4j.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Path DOCUMENT = Path.of("../../docs/loaders/redis.md");
    private static final TableName TABLE = new TableName("s", "t");

    @Test
    void the_documentations_table_is_that_of_the_keys() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (ConfigKey<?> key : RedisKeys.ALL) {
            assertThat(document).contains(line(key));
        }
        assertThat(document.lines().filter(line -> line.startsWith("| `")).count())
                .as("lines of keys, and no others")
                .isGreaterThanOrEqualTo(RedisKeys.ALL.size());
    }

    private static String line(ConfigKey<?> key) {
        Object value = key.defaultValue();
        return "| `" + key.name() + "` | " + key.values() + " | " + (value == null ? "" : text(value)) + " | "
                + key.description() + " |";
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
        }
        if (value instanceof Long bytes) {
            return (bytes >> 20) + "MiB";
        }
        return String.valueOf(value).toLowerCase(Locale.ROOT);
    }

    @Test
    void a_pattern_is_made_of_plain_text_the_table_the_id_and_columns() {
        KeyPattern pattern = KeyPattern.parse("key", "a{b{table}}:{tx_hash}:{id}}");
        assertThat(pattern.columns()).containsExactly("b{table", "tx_hash");
        KeyPattern tagged = KeyPattern.parse("key", "{{table}}:{id}");
        assertThat(tagged.isCounted()).isTrue();
        assertThat(tagged.beforeId(TABLE)).isEqualTo("{s.t}:");
        assertThat(KeyPattern.parse("key", "x{table}y").constant(TABLE)).isEqualTo("xs.ty");
        assertThat(KeyPattern.parse("key", "{table}*[{a}").glob(TABLE)).isEqualTo("s.t\\*\\[*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    key={table}; one key for all rows
                    key=; empty
                    key={}:x; opens no name
                    structure=stream&key={table}:{a}; has one key
                    structure=list&key={table}:{id}; has {id}
                    structure=sorted-set; needs score=
                    structure=set&score=a; score is for sorted sets
                    structure=hash&value={a}; value is for sets
                    structure=set&value={id}; needs columns
                    structure=hsah; takes hash
                    max-unit-bytes=1GiB; at most 512MiB
                    strcture=hash; did you mean 'structure'
                    """)
    void what_makes_no_sense_is_refused(String settings, String reason) {
        assertThat(RedisFixture.failure(
                        () -> Destinations.open("redis://localhost/0?" + settings, Map.of())
                                .close(),
                        LoadError.CONFIG_INVALID))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://, localhost:6379/0",
        "redis://h, h:6379/0",
        "redis://u:p@h:1/3, h:1/3",
        "redis://[::1]:7/2, ::1:7/2",
        "'redis://a,b:2/1', '[a:6379, b:2]/1'",
        "'redis://a,b:2/1?sentinel=m', '[a:26379, b:2]/1 (master m)'"
    })
    void addresses_are_read(String uri, String place) {
        Endpoint endpoint = Endpoint.of(Config.of(uri, Map.of(), RedisKeys.ALL));
        assertThat(endpoint).hasToString(place);
    }

    @Test
    void a_database_is_a_number_and_a_port_is_too() {
        for (String uri : List.of("redis://h/db", "redis://h:x/0")) {
            RedisFixture.failure(() -> Destinations.open(uri, Map.of()).close(), LoadError.CONFIG_INVALID);
        }
    }
}
