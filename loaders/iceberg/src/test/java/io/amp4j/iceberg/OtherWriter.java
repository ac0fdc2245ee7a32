package io.amp4j.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;

/** Another engine that works on the same table: with Iceberg's own writers, and without a notion of streams. */
final class OtherWriter {
    private OtherWriter() {}

    /** Makes one file of all. */
    static void compact(Table table) {
        table.refresh();
        Set<DataFile> old = files(table);
        RewriteFiles rewrite = table.newRewrite();
        old.forEach(rewrite::deleteFile);
        rewrite.addFile(copyOfAll(table)).commit();
    }

    static Set<DataFile> files(Table table) {
        table.refresh();
        Set<DataFile> files = new HashSet<>();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats().planFiles()) {
            tasks.forEach(task -> files.add(task.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static DataFile copyOfAll(Table table) {
        String location = table.locationProvider().newDataLocation("compacted-" + UUID.randomUUID() + ".parquet");
        OutputFile file = table.io().newOutputFile(location);
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
            FileAppender<Record> appender = Parquet.write(file)
                    .forTable(table)
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
            try (appender) {
                appender.addAll(rows);
            }
            return DataFiles.builder(table.spec())
                    .withPath(location)
                    .withFormat(FileFormat.PARQUET)
                    .withFileSizeInBytes(appender.length())
                    .withMetrics(appender.metrics())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
