package io.amp4j.redis.internal.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespBufferTest {
    private final RespBuffer buffer = new RespBuffer(1);

    private String text() {
        return new String(buffer.copy(0, buffer.size()), StandardCharsets.UTF_8);
    }

    @Test
    void a_command_is_an_array_of_byte_strings_with_their_lengths() {
        buffer.command("SET", "k\u00e9y", "");
        assertThat(text()).isEqualTo("*3\r\n$3\r\nSET\r\n$4\r\nk\u00e9y\r\n$0\r\n\r\n");
        assertThat(buffer.commands()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 999_999_999_999_999_999L, Long.MAX_VALUE, -1, Long.MIN_VALUE, -100})
    void numbers_have_their_digits(long number) {
        buffer.putNumber(number);
        buffer.put(' ');
        buffer.putUnsigned(number);
        assertThat(text()).isEqualTo(number + " " + Long.toUnsignedString(number));
    }

    @Test
    void a_length_that_is_known_late_stands_before_its_value_whatever_was_expected() {
        for (int length : List.of(0, 9, 10, 99, 100, 12_345)) {
            for (int expected = 1; expected < 6; expected++) {
                buffer.clear();
                int place = buffer.beginBulk(expected);
                buffer.put("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
                int digits = buffer.endBulk(place, expected);
                assertThat(text()).isEqualTo("$" + length + "\r\n" + "x".repeat(length) + "\r\n");
                assertThat(digits).isEqualTo(String.valueOf(length).length());
            }
        }
    }
}
