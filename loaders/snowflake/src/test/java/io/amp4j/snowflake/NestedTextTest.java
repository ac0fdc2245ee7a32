package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.testkit.NestedRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

/** The text of nested values, byte for byte: rows that are loaded already have it. */
class NestedTextTest {
    private static final int ROWS = 8;

    @Test
    void nested_values_have_the_text_that_they_had() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = NestedRows.of(allocator, NestedTextTest::isKept, ROWS);
                InputStream pinned = NestedTextTest.class.getResourceAsStream("/io/amp4j/snowflake/nested.txt")) {
            assertThat(texts(rows))
                    .containsExactlyElementsOf(new String(pinned.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    private static boolean isKept(Field field) {
        ArrowTypeID type = field.getType().getTypeID();
        return type != ArrowTypeID.Duration && type != ArrowTypeID.Interval;
    }

    private static List<String> texts(VectorSchemaRoot rows) {
        List<String> texts = new ArrayList<>();
        Carriers carriers = new Carriers(rows.getSchema().getFields());
        try (Carriers.Carried carried = carriers.of(rows)) {
            for (FieldVector column : carried.root().getFieldVectors()) {
                for (int row = 0; row < rows.getRowCount(); row++) {
                    byte[] text = ((VarCharVector) column).get(row);
                    texts.add(text == null ? "" : new String(text, StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }
}
