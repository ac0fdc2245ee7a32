package io.amp4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.junit.jupiter.api.Test;

class XxHash64Test {
    @Test
    void known_answers() {
        assertThat(hash("")).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(hash("a")).isEqualTo(0xD24EC4F1A98C6E5BL);
        assertThat(hash("abc")).isEqualTo(0x44BC2CF5AD770999L);
    }

    private static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return XxHash64.hash(bytes, 0, bytes.length);
    }

    @Test
    void every_length_hashes_as_parquet_java_does() {
        Random random = new Random(1);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length + 3];
            random.nextBytes(bytes);
            byte[] part = java.util.Arrays.copyOfRange(bytes, 3, length + 3);
            assertThat(XxHash64.hash(bytes, 3, length)).isEqualTo(new XxHash().hashBytes(part));
        }
    }
}
