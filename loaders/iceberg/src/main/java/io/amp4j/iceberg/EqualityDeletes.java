package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.ParquetTarget;
import io.amp4j.parquet.ParquetWriter;
import io.amp4j.parquet.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * Marks the rows of microbatches as deleted in files that have other rows too: nothing is read or rewritten, and the rows that the same commit
 * adds are not concerned. One file for each partition in which such rows may be.
 */
final class EqualityDeletes {
    private EqualityDeletes() {}

    static List<DeleteFile> of(Table table, Collection<BatchId> ids, List<DataFile> mixed) {
        List<DeleteFile> deletes = new ArrayList<>();
        for (DataFile one : onePerPartition(table, mixed)) {
            deletes.add(write(table, table.specs().get(one.specId()), one.partition(), ids));
        }
        return deletes;
    }

    private static Collection<DataFile> onePerPartition(Table table, List<DataFile> mixed) {
        Map<Object, DataFile> distinct = new LinkedHashMap<>();
        for (DataFile file : mixed) {
            Types.StructType type = table.specs().get(file.specId()).partitionType();
            StructLikeWrapper partition = StructLikeWrapper.forType(type).set(file.partition());
            distinct.putIfAbsent(List.of(file.specId(), partition), file);
        }
        return distinct.values();
    }

    private static DeleteFile write(Table table, PartitionSpec spec, StructLike partition, Collection<BatchId> ids) {
        int column = table.schema().findField(MarkerColumns.BATCH_ID).fieldId();
        OutputFile file = newFile(table, spec, partition);
        WrittenFile written;
        try (PositionOutputStream out = file.create();
                ParquetWriter writer = ParquetWriter.builder(out, new Schema(List.of()))
                        .target(ParquetTarget.icebergV2())
                        .constant(MarkerColumns.BATCH_ID)
                        .fieldIds(path -> OptionalInt.of(column))
                        .build();
                VectorSchemaRoot row = new VectorSchemaRoot(List.of())) {
            row.setRowCount(1);
            for (BatchId id : ids) {
                writer.constant(MarkerColumns.BATCH_ID, id.value());
                writer.write(row);
            }
            written = writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FileMetadata.Builder builder = FileMetadata.deleteFileBuilder(spec)
                .ofEqualityDeletes(column)
                .withPath(file.location())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(written.bytes())
                .withMetrics(new FileMetrics(table.schema(), MetricsConfig.forTable(table)).of(written))
                .withSplitOffsets(written.rowGroupOffsets());
        return (spec.isUnpartitioned() ? builder : builder.withPartition(partition)).build();
    }

    private static OutputFile newFile(Table table, PartitionSpec spec, StructLike partition) {
        String name = "amp-" + UUID.randomUUID() + "-deletes.parquet";
        return table.io()
                .newOutputFile(
                        spec.isUnpartitioned()
                                ? table.locationProvider().newDataLocation(name)
                                : table.locationProvider().newDataLocation(spec, partition, name));
    }
}
