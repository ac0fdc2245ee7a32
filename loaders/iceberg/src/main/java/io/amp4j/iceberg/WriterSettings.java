package io.amp4j.iceberg;

import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.parquet.Compression;
import io.amp4j.parquet.ParquetWriter;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/**
 * How data files of a table are written, as its properties say.
 *
 * @param tableSchema the id of the table's schema
 * @param schema the columns
 * @param spec the partitions
 * @param metrics what is said of the columns
 * @param compression of the pages
 * @param rowGroupBytes when a row group is full
 * @param pageBytes when a page is full
 * @param pageRows when a page is full
 * @param dictionaryBytes when a dictionary is given up
 * @param fileBytes when a file is full
 */
record WriterSettings(
        int tableSchema,
        FileSchema schema,
        PartitionSpec spec,
        FileMetrics metrics,
        Compression compression,
        long rowGroupBytes,
        int pageBytes,
        int pageRows,
        int dictionaryBytes,
        long fileBytes) {
    private static final int ZSTD_LEVEL = 1;

    /** For the rows of a request. */
    static WriterSettings of(Table table, LoadRequest request) {
        return of(table, FileSchema.of(request, table.schema()));
    }

    /** For the keys of a request's rows. */
    static WriterSettings ofKeys(Table table, LoadRequest request) {
        return of(table, FileSchema.ofKeys(request, table.schema()));
    }

    private static WriterSettings of(Table table, FileSchema schema) {
        Map<String, String> properties = table.properties();
        return new WriterSettings(
                table.schema().schemaId(),
                schema,
                table.spec(),
                new FileMetrics(table.schema(), MetricsConfig.forTable(table)),
                compression(properties),
                PropertyUtil.propertyAsLong(
                        properties,
                        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT),
                PropertyUtil.propertyAsInt(
                        properties,
                        TableProperties.PARQUET_PAGE_SIZE_BYTES,
                        TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT),
                PropertyUtil.propertyAsInt(
                        properties,
                        TableProperties.PARQUET_PAGE_ROW_LIMIT,
                        TableProperties.PARQUET_PAGE_ROW_LIMIT_DEFAULT),
                PropertyUtil.propertyAsInt(
                        properties,
                        TableProperties.PARQUET_DICT_SIZE_BYTES,
                        TableProperties.PARQUET_DICT_SIZE_BYTES_DEFAULT),
                PropertyUtil.propertyAsLong(
                        properties,
                        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT));
    }

    /** Whether the table's columns and partitions are still those that these are made for. */
    boolean areOf(Table table) {
        return table.schema().schemaId() == tableSchema && table.spec().specId() == spec.specId();
    }

    /** A codec that amp4j does not write stands for ZSTD: any reader of Iceberg has it. */
    private static Compression compression(Map<String, String> properties) {
        String codec = properties.getOrDefault(TableProperties.PARQUET_COMPRESSION, "zstd");
        return switch (codec.toLowerCase(Locale.ROOT)) {
            case "uncompressed", "none" -> Compression.none();
            case "snappy" -> Compression.snappy();
            case "lz4_raw" -> Compression.lz4Raw();
            default ->
                Compression.zstd(
                        PropertyUtil.propertyAsInt(properties, TableProperties.PARQUET_COMPRESSION_LEVEL, ZSTD_LEVEL));
        };
    }

    ParquetWriter writer(OutputStream out) {
        ParquetWriter.Builder builder = ParquetWriter.builder(out, schema.rows())
                .target(schema.target())
                .fieldIds(schema.ids())
                .compression(compression)
                .rowGroupBytes(rowGroupBytes)
                .pageBytes(pageBytes)
                .pageRows(pageRows)
                .dictionaryBytes(dictionaryBytes);
        schema.constants().forEach(builder::constant);
        return builder.build();
    }

    /** A file of rows as a commit adds it. */
    WrittenDataFile dataFile(EndedFile file) {
        DataFiles.Builder builder = DataFiles.builder(spec)
                .withPath(file.location())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.content().bytes())
                .withMetrics(metrics.of(file.content()))
                .withSplitOffsets(file.content().rowGroupOffsets());
        return new WrittenDataFile(withPartition(builder, file.partition()).build(), file.ids());
    }

    private static DataFiles.Builder withPartition(DataFiles.Builder builder, @Nullable StructLike partition) {
        return partition == null ? builder : builder.withPartition(partition);
    }

    /** A file of keys as a commit adds it: rows of these keys that were there before are deleted. */
    DeleteFile deleteFile(EndedFile file) {
        int[] columns = schema.rows().getFields().stream()
                .mapToInt(field -> schema.ids().idOf(List.of(field.getName())).orElseThrow())
                .toArray();
        FileMetadata.Builder builder = FileMetadata.deleteFileBuilder(spec)
                .ofEqualityDeletes(columns)
                .withPath(file.location())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.content().bytes())
                .withMetrics(metrics.of(file.content()))
                .withSplitOffsets(file.content().rowGroupOffsets());
        StructLike partition = file.partition();
        return (partition == null ? builder : builder.withPartition(partition)).build();
    }
}
