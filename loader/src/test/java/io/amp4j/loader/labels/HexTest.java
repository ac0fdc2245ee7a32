package io.amp4j.loader.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void holds_no_memory() {
        allocator.close();
    }

    private byte @Nullable [] decoded(byte[] text) {
        try (ArrowBuf from = allocator.buffer(text.length + 1L);
                ArrowBuf to = allocator.buffer(text.length + 1L)) {
            from.setBytes(0, text);
            int length = Hex.decode(from.memoryAddress(), text.length, to.memoryAddress());
            byte[] bytes = new byte[Math.max(0, length)];
            to.getBytes(0, bytes);
            return length < 0 ? null : bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "a0B1c2D3", "0123456789abcdefABCDEF", "ffffffffffffffffffffffffffffffffffffffff"})
    void digits_of_any_number_and_case_are_bytes(String digits) {
        byte[] expected = HexFormat.of().parseHex(digits);
        assertThat(decoded(digits.getBytes(StandardCharsets.US_ASCII))).containsExactly(expected);
        assertThat(decoded(("0x" + digits).getBytes(StandardCharsets.US_ASCII))).containsExactly(expected);
        assertThat(decoded(("0X" + digits).getBytes(StandardCharsets.US_ASCII))).containsExactly(expected);
    }

    /** In the words of eight digits and in the pairs behind them. */
    @Test
    void every_other_byte_at_every_place_makes_it_no_hex() {
        for (int place = 0; place < 12; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] text = "123456789abc".getBytes(StandardCharsets.US_ASCII);
                text[place] = (byte) value;
                boolean isDigit = value < 128 && HexFormat.isHexDigit(value);
                assertThat(decoded(text) != null).as(place + ": " + value).isEqualTo(isDigit);
            }
        }
    }

    @Test
    void half_a_byte_is_no_hex() {
        assertThat(decoded(new byte[] {'a', 'b', 'c'})).isNull();
        assertThat(decoded(new byte[] {'0', 'x', 'c'})).isNull();
    }
}
