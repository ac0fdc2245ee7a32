package io.amp4j.loader.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSqlTest {
    private static void assertSplit(String sql, String body, String settings) {
        assertThat(StreamSql.of(sql)).isEqualTo(new StreamSql(body, settings));
    }

    @Test
    void wraps_the_body_and_keeps_the_settings_behind_it() {
        assertThat(StreamSql.of("SELECT a FROM t SETTINGS stream = true;").upTo(99))
                .isEqualTo(
                        "SELECT * FROM (\nSELECT a FROM t\n) AS amp_bounded WHERE block_num() <= 99\nSETTINGS stream = true");
    }

    @Test
    void a_query_without_rows_has_no_settings() {
        assertThat(StreamSql.of("SELECT a FROM t SETTINGS stream = true").withoutRows())
                .isEqualTo("SELECT * FROM (\nSELECT a FROM t\n) AS amp_blocks LIMIT 0");
    }

    @Test
    void only_what_trails_is_split_off() {
        assertSplit("SELECT a FROM t", "SELECT a FROM t", "");
        assertSplit("  SELECT a FROM t ; ; \n", "SELECT a FROM t", "");
        assertSplit("SELECT a FROM t -- the end; really", "SELECT a FROM t", "");
        assertSplit("SELECT a /* in it */ FROM t /* a /* nested */ one; */ ;", "SELECT a /* in it */ FROM t", "");
        assertSplit("/* before */ SELECT a FROM t settings stream=true", "SELECT a FROM t", "settings stream=true");
        assertSplit(
                "SELECT a FROM t SETTINGS stream = true, x = 'a;b' -- c",
                "SELECT a FROM t",
                "SETTINGS stream = true, x = 'a;b'");
    }

    @Test
    void the_word_elsewhere_is_the_querys_own() {
        for (String sql : new String[] {
            "SELECT settings FROM t",
            "SELECT a FROM settings",
            "SELECT a FROM t WHERE b = 'SETTINGS stream = true'",
            "SELECT \"SETTINGS stream = true\" FROM t",
            "SELECT a FROM t WHERE b = 'it''s; SETTINGS x = 1'",
            "SELECT a FROM t WHERE b = $$SETTINGS x = 1;$$",
            "SELECT a FROM (SELECT a FROM t SETTINGS stream = true)",
            "SELECT a FROM t AS settings WHERE settings.a = 1"
        }) {
            assertSplit(sql, sql, "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 'a",
                "SELECT \"a",
                "SELECT 1 /* a /* b */",
                " ; ",
                "",
                "SELECT $x$ a $y$"
            })
    void what_is_not_one_query_is_refused(String sql) {
        assertThatThrownBy(() -> StreamSql.of(sql))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("AMP-LOAD-INVALID");
    }
}
