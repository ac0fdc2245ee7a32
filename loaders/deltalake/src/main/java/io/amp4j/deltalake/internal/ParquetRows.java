package io.amp4j.deltalake.internal;

import io.amp4j.storage.Storage;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.internal.parquet.ParquetFileReader.BatchReadSupport;
import io.delta.kernel.defaults.internal.parquet.ParquetFileReader.RowRecordCollector;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of Parquet files as Delta Kernel's batches: parquet-java's pages, Delta Kernel's columns, and no Hadoop between them. */
final class ParquetRows implements CloseableIterator<FileReadResult> {
    private static final int BATCH = 1024;
    private static final ParquetReadOptions OPTIONS = ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .build();

    private final Storage storage;
    private final CloseableIterator<FileStatus> files;
    private final StructType schema;
    private @Nullable OpenFile open;

    ParquetRows(Storage storage, CloseableIterator<FileStatus> files, StructType schema) {
        this.storage = storage;
        this.files = files;
        this.schema = schema;
    }

    @Override
    public boolean hasNext() {
        try {
            while (open == null || !open.hasNext()) {
                closeFile();
                if (!files.hasNext()) {
                    return false;
                }
                open = new OpenFile(files.next());
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FileReadResult next() {
        if (!hasNext() || open == null) {
            throw new NoSuchElementException();
        }
        return open.next();
    }

    private void closeFile() throws IOException {
        if (open != null) {
            open.reader.close();
            open = null;
        }
    }

    @Override
    public void close() throws IOException {
        try (files) {
            closeFile();
        }
    }

    /** One file, a row group at a time. */
    private final class OpenFile {
        private final String path;
        private final ParquetFileReader reader;
        private final MessageColumnIO columns;
        private final RowRecordCollector collector;
        private @Nullable RecordReader<Object> group;
        private long left;
        private long position;

        OpenFile(FileStatus file) throws IOException {
            this.path = file.getPath();
            this.reader = ParquetFileReader.open(new ParquetInput(storage, path), OPTIONS);
            MessageType all = reader.getFileMetaData().getSchema();
            MessageType wanted = new BatchReadSupport(BATCH, schema)
                    .init(new InitContext(new PlainParquetConfiguration(), Map.of(), all))
                    .getRequestedSchema();
            reader.setRequestedSchema(wanted);
            this.columns = new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(wanted, all);
            this.collector = new RowRecordCollector(BATCH, schema, all);
        }

        boolean hasNext() throws IOException {
            while (left == 0) {
                PageReadStore pages = reader.readNextRowGroup();
                if (pages == null) {
                    return false;
                }
                left = pages.getRowCount();
                group = columns.getRecordReader(pages, collector, FilterCompat.NOOP);
            }
            return true;
        }

        FileReadResult next() {
            RecordReader<Object> rows = group;
            if (rows == null) {
                throw new NoSuchElementException();
            }
            int count = (int) Math.min(BATCH, left);
            for (int i = 0; i < count; i++) {
                rows.read();
                collector.finalizeCurrentRow(position++);
            }
            left -= count;
            ColumnarBatch batch = collector.getDataAsColumnarBatch(count);
            return new FileReadResult(batch, path);
        }
    }
}
