package io.amp4j.deltalake.internal;

import io.amp4j.parquet.ParquetTarget;
import io.amp4j.parquet.ParquetWriter;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageOutput;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads and writes the Parquet files that Delta Kernel asks for: checkpoints, and data files that are written anew. */
final class ParquetTables implements ParquetHandler {
    private final Storage storage;

    ParquetTables(Storage storage) {
        this.storage = storage;
    }

    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
            CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate) {
        return new ParquetRows(storage, files, schema);
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
            String directory, CloseableIterator<FilteredColumnarBatch> batches, List<Column> statistics) {
        throw new UnsupportedOperationException("data files are written from Arrow");
    }

    @Override
    public void writeParquetFileAtomically(String path, CloseableIterator<FilteredColumnarBatch> batches)
            throws IOException {
        try (batches;
                BufferAllocator allocator = new RootAllocator();
                StorageOutput out = storage.create(storage.nameOf(path))) {
            if (!batches.hasNext()) {
                throw new IllegalArgumentException("there is no batch, and so no schema, for " + path);
            }
            FilteredColumnarBatch first = batches.next();
            Schema schema = KernelRows.schema(first.getData().getSchema());
            try (ParquetWriter writer = ParquetWriter.builder(out, schema)
                            .target(ParquetTarget.delta())
                            .build();
                    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
                write(first, root, writer);
                while (batches.hasNext()) {
                    write(batches.next(), root, writer);
                }
                writer.finish();
            }
            out.finish();
        }
    }

    private static void write(FilteredColumnarBatch batch, VectorSchemaRoot root, ParquetWriter writer) {
        KernelRows.copy(batch, root);
        if (root.getRowCount() > 0) {
            writer.write(root);
        }
    }
}
