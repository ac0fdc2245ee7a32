package io.amp4j.duckdb;

import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table of one column, which may be null. */
final class Numbers {
    static final Field NUMBER = Field.nullable("number", new ArrowType.Int(64, true));
    static final Schema SCHEMA = new Schema(List.of(NUMBER));

    private Numbers() {}

    /** Every tenth number is null. */
    static VectorSchemaRoot batch(BufferAllocator allocator, int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        BigIntVector numbers = (BigIntVector) root.getVector(0);
        numbers.allocateNew(rows);
        for (int i = 0; i < rows; i++) {
            if (i % 10 == 9) {
                numbers.setNull(i);
            } else {
                numbers.set(i, i);
            }
        }
        root.setRowCount(rows);
        return root;
    }

    static LoadRequest request(String table, LoadMode mode) {
        return request(table, mode, SCHEMA);
    }

    static LoadRequest request(String table, LoadMode mode, Schema schema) {
        return request(table, mode, schema, mode == LoadMode.STREAM ? table : table + "/loads");
    }

    static LoadRequest request(String table, LoadMode mode, String streamId) {
        return request(table, mode, SCHEMA, streamId);
    }

    private static LoadRequest request(String table, LoadMode mode, Schema schema, String streamId) {
        return new LoadRequest(
                new TableName(null, table),
                streamId,
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }
}
