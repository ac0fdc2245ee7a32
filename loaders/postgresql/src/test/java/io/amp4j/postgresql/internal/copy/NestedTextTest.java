package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.testkit.NestedRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** The text of nested values, byte for byte: rows that are loaded already have it. */
class NestedTextTest {
    private static final int HEADER = 19;
    private static final int ROWS = 8;

    @Test
    void nested_values_have_the_text_that_they_had() throws SQLException, IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = NestedRows.of(allocator, field -> true, ROWS);
                InputStream pinned = NestedTextTest.class.getResourceAsStream("/io/amp4j/postgresql/nested.txt")) {
            assertThat(texts(rows))
                    .containsExactlyElementsOf(new String(pinned.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    private static List<String> texts(VectorSchemaRoot rows) throws SQLException {
        int columns = rows.getFieldVectors().size();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CopyRows copy = new CopyRows(
                rows.getSchema().getFields(), Collections.nCopies(columns, "json"), 0, TypeRules.DEFAULT, bytes::write);
        copy.begin();
        copy.write(rows, List.of());
        copy.end();
        return texts(ByteBuffer.wrap(bytes.toByteArray()).position(HEADER), columns);
    }

    private static List<String> texts(ByteBuffer copy, int columns) {
        List<String> texts = new ArrayList<>();
        while (copy.getShort() == columns) {
            for (int column = 0; column < columns; column++) {
                int length = copy.getInt();
                byte[] text = new byte[Math.max(0, length)];
                copy.get(text);
                texts.add(length < 0 ? "" : new String(text, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
