package io.amp4j.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.testkit.NestedRows;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** The text of nested values, byte for byte: rows that are loaded already have it. */
class NestedTextTest {
    private static final int ROWS = 8;

    @Test
    void nested_values_have_the_text_that_they_had() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = NestedRows.of(allocator, field -> true, ROWS);
                InputStream pinned = NestedTextTest.class.getResourceAsStream("/io/amp4j/redis/nested.txt")) {
            assertThat(texts(rows))
                    .containsExactlyElementsOf(new String(pinned.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    private static List<String> texts(VectorSchemaRoot rows) {
        RowJson json = new RowJson(rows.getSchema());
        json.bind(rows);
        json.mark("0123456789abcdef", "[{\"start\":1}]");
        List<String> texts = new ArrayList<>();
        RespBuffer text = new RespBuffer(16);
        for (int row = 0; row < rows.getRowCount(); row++) {
            text.clear();
            json.write(text, row);
            texts.add(new String(text.bytes(), 0, text.size(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
