package io.amp4j.redis.internal.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {
    /** Gives one byte at a time, as a network may. */
    private static ReplyReader reader(String text) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(1, length));
            }
        };
        return new ReplyReader(in);
    }

    @Test
    void replies_of_each_kind_are_read() throws IOException {
        ReplyReader reader =
                reader("+OK\r\n:-12\r\n$4\r\na\r\nb\r\n$-1\r\n*3\r\n:1\r\n*-1\r\n-ERR no\r\n-OOM memory \u00e9\r\n");
        assertThat(reader.read()).isEqualTo("OK");
        assertThat(reader.read()).isEqualTo(-12L);
        assertThat((byte[]) reader.read()).isEqualTo("a\r\nb".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.read()).isNull();
        assertThat(reader.read()).isEqualTo(Arrays.asList(1L, null, new ReplyError("ERR no")));
        ReplyError error = (ReplyError) reader.read();
        assertThat(error.code()).isEqualTo("OOM");
        assertThat(error.line()).isEqualTo("OOM memory \u00e9");
    }

    @Test
    void skipping_finds_the_first_error_and_nothing_else() throws IOException {
        ReplyReader reader =
                reader("+OK\r\n*4\r\n:1\r\n$3\r\n-no\r\n*1\r\n-FIRST x\r\n-SECOND y\r\n*-1\r\n$-1\r\n:7\r\n");
        assertThat(reader.skip()).isNull();
        assertThat(reader.skip()).isEqualTo(new ReplyError("FIRST x"));
        assertThat(reader.nextIsNullList()).isTrue();
        assertThat(reader.skip()).isNull();
        assertThat(reader.nextIsNullList()).isFalse();
        assertThat(reader.skip()).isNull();
        assertThat(reader.read()).isEqualTo(7L);
    }

    @Test
    void what_is_cut_off_or_strange_is_an_error() {
        for (String text : List.of("", "+O", "$5\r\nab", "*2\r\n:1\r\n", ":1")) {
            assertThatThrownBy(() -> reader(text).read()).as(text).isInstanceOf(EOFException.class);
        }
        assertThatThrownBy(() -> reader("%1\r\n").read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reader("$99999999999\r\n").read()).isInstanceOf(IOException.class);
    }
}
