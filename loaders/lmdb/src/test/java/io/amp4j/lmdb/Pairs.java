package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A table of a number and a text. */
record Pairs(List<@Nullable Long> numbers, List<String> texts) {
    static final Field NUMBER = Field.nullable("number", new ArrowType.Int(64, true));
    static final Field TEXT = Field.nullable("text", ArrowType.Utf8.INSTANCE);
    static final Schema SCHEMA = new Schema(List.of(NUMBER, TEXT));

    static Pairs of(long number, String text) {
        return new Pairs(List.of(number), List.of(text));
    }

    VectorSchemaRoot batch(BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        for (int i = 0; i < numbers.size(); i++) {
            Long number = numbers.get(i);
            if (number == null) {
                ((BigIntVector) root.getVector(0)).setNull(i);
            } else {
                ((BigIntVector) root.getVector(0)).setSafe(i, number);
            }
            ((VarCharVector) root.getVector(1)).setSafe(i, texts.get(i).getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(numbers.size());
        return root;
    }

    void load(Loader loader, BufferAllocator allocator, LoadRequest request, String load) {
        try (LoadSession session = loader.open(request);
                Unit unit = session.begin();
                VectorSchemaRoot rows = batch(allocator)) {
            BatchId id = BatchId.ofLoad(load);
            unit.write(id, null, rows);
            unit.commit(
                    new StateChange(List.of(), List.of(), new LoadRecord(load, id, rows.getRowCount(), Instant.EPOCH)));
        }
    }

    static LoadRequest request(String table) {
        return request(table, LoadMode.APPEND, SCHEMA, TablePolicy.CREATE_IF_MISSING);
    }

    static LoadRequest request(String table, LoadMode mode, Schema schema, TablePolicy policy, String... keys) {
        return new LoadRequest(
                new TableName(null, table),
                mode == LoadMode.STREAM ? table : table + "/loads",
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                List.of(keys),
                policy,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }
}
