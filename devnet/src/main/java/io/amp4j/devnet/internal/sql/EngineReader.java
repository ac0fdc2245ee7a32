package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.RowSource;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Gives a table's rows to the engine: the same buffers, with nanoseconds without their time zone. */
final class EngineReader extends ArrowReader {
    private final @Nullable RowSource rows;
    private final Schema schema;
    private final BooleanSupplier cancelled;

    /** Rows, or none at all: enough to ask the engine for types. */
    EngineReader(@Nullable RowSource rows, List<Field> fields, BooleanSupplier cancelled, BufferAllocator allocator) {
        super(allocator);
        this.rows = rows;
        this.schema = new Schema(fields.stream().map(EngineReader::engineField).toList());
        this.cancelled = cancelled;
    }

    /** The engine would cut nanoseconds with a zone to microseconds. */
    private static Field engineField(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Timestamp timestamp) {
            type = new ArrowType.Timestamp(timestamp.getUnit(), null);
        }
        List<Field> children =
                field.getChildren().stream().map(EngineReader::engineField).toList();
        return new Field(field.getName(), new FieldType(field.isNullable(), type, null), children);
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        if (cancelled.getAsBoolean()) {
            throw new IOException("the query was cancelled");
        }
        if (rows == null || !rows.next()) {
            return false;
        }
        try (ArrowRecordBatch batch = new VectorUnloader(rows.root()).getRecordBatch()) {
            new VectorLoader(getVectorSchemaRoot()).load(batch);
        }
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        if (rows != null) {
            rows.close();
        }
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }
}
