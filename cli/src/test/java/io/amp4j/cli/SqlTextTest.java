package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 SETTINGS stream = true",
                "select 1 settings stream=TRUE;",
                "SELECT 'it''s' FROM t\nSETTINGS\n  stream = 1 -- live",
                "SELECT 1 SETTINGS other = 2, stream = true"
            })
    void settings_at_the_end_ask_for_a_stream(String sql) {
        assertThat(SqlText.asksForStream(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1 SETTINGS stream = false",
                "SELECT 'SETTINGS stream = true'",
                "SELECT \"SETTINGS stream = true\" FROM t",
                "SELECT 1 -- SETTINGS stream = true",
                "SELECT /* SETTINGS\nstream = true */ 1",
                "SELECT stream FROM t WHERE stream = true"
            })
    void literals_comments_and_columns_do_not(String sql) {
        assertThat(SqlText.asksForStream(sql)).isFalse();
    }
}
