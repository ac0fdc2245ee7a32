package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of one schema into one Parquet file.
 *
 * <p>Vectors are only read: they stay the caller's, and may be reused or closed as soon as {@code write} returns. What a row
 * group holds stays in heap, compressed, until the group is full; so memory is bounded by the row group's size and one
 * page for each column, whatever the length of the file.
 *
 * <p>{@link #finish} writes the footer; {@link #close} without it abandons the file. After an exception the file is
 * worthless, and only {@code close} makes sense. Not thread-safe.
 *
 * <pre>{@code
 * try (ParquetWriter writer = ParquetWriter.builder(path, root.getSchema()).build()) {
 *     while (reader.loadNextBatch()) {
 *         writer.write(root);
 *     }
 *     WrittenFile file = writer.finish();
 * }
 * }</pre>
 */
public final class ParquetWriter implements AutoCloseable {
    private ParquetWriter() {}

    /**
     * A writer to a new file.
     *
     * @param file where; replaced if it exists, deleted again if the writer is closed unfinished
     * @param schema the schema of the batches
     * @return a builder
     */
    public static Builder builder(Path file, Schema schema) {
        return new Builder();
    }

    /**
     * A writer to a stream.
     *
     * @param stream where, from its present position; written in large pieces; it is flushed by {@link #finish}, and closing
     *     it stays the caller's task
     * @param schema the schema of the batches
     * @return a builder
     */
    public static Builder builder(OutputStream stream, Schema schema) {
        return new Builder();
    }

    /**
     * Writes all rows of a batch.
     *
     * @param root the batch
     * @throws AmpException with a {@link ParquetError}
     */
    public void write(VectorSchemaRoot root) {
        write(root, 0, root.getRowCount());
    }

    /**
     * Writes some rows of a batch.
     *
     * @param root the batch
     * @param from the first row
     * @param count how many rows
     * @throws AmpException with a {@link ParquetError}
     */
    public void write(VectorSchemaRoot root, int from, int count) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the value of a constant column for the rows that are written from now on; null until then.
     *
     * @param column a column named in {@link Builder#constant}
     * @param value the value, or null
     * @throws AmpException with {@link ParquetError#OPTION} if there is no such column
     */
    public void constant(String column, @Nullable String value) {
        throw new UnsupportedOperationException();
    }

    /**
     * The bytes that went out: full row groups.
     *
     * @return bytes
     */
    public long bytesWritten() {
        return 0;
    }

    /**
     * The bytes that wait in memory for their row group, compressed as far as their pages are full.
     *
     * @return bytes
     */
    public long bytesBuffered() {
        return 0;
    }

    /**
     * The rows so far.
     *
     * @return rows
     */
    public long rowCount() {
        return 0;
    }

    /**
     * Writes what is buffered and the footer. Nothing can be written afterwards.
     *
     * @return what the file holds
     * @throws AmpException with {@link ParquetError#IO} if that fails
     */
    public WrittenFile finish() {
        throw new UnsupportedOperationException();
    }

    /** Releases everything. A file that was opened here and not finished is deleted. */
    @Override
    public void close() {}

    /** What is to be written, and how. Not thread-safe. */
    public static final class Builder {
        private Builder() {}

        /**
         * Who reads the file; {@link ParquetTarget#arrow} unless set.
         *
         * @param target the target
         * @return this
         */
        public Builder target(ParquetTarget target) {
            return this;
        }

        /**
         * The compression; ZSTD level 1 unless set.
         *
         * @param compression the compression
         * @return this
         */
        public Builder compression(Compression compression) {
            return this;
        }

        /**
         * Adds a text column, behind those of the batches, whose value is the same for many rows. It costs next to nothing.
         *
         * @param column its name; set its value with {@link ParquetWriter#constant}
         * @return this
         */
        public Builder constant(String column) {
            return this;
        }

        /**
         * Field ids. Unless set, the Arrow fields' metadata {@code PARQUET:field_id} is read.
         *
         * @param ids the ids
         * @return this
         */
        public Builder fieldIds(FieldIds ids) {
            return this;
        }

        /**
         * Key-value metadata of the file.
         *
         * @param entries the entries, added to those set before
         * @return this
         */
        public Builder metadata(Map<String, String> entries) {
            return this;
        }

        /**
         * Where to find the dictionaries of dictionary-encoded vectors.
         *
         * @param provider the provider; stays the caller's, and must live as long as batches are written
         * @return this
         */
        public Builder dictionaries(DictionaryProvider provider) {
            return this;
        }

        /**
         * The size of a row group, 128 MiB unless set: once its compressed pages and open buffers pass it, it is written.
         *
         * @param bytes at least 1
         * @return this
         */
        public Builder rowGroupBytes(long bytes) {
            return this;
        }

        /**
         * The greatest number of rows in a row group; unbounded unless set.
         *
         * @param rows at least 1
         * @return this
         */
        public Builder rowGroupRows(long rows) {
            return this;
        }

        /**
         * The size of a page before compression, 1 MiB unless set. A single row is never split, so a page that holds one great
         * value or list is as great as that.
         *
         * @param bytes at least 1
         * @return this
         */
        public Builder pageBytes(int bytes) {
            return this;
        }

        /**
         * The greatest number of rows in a page, 20,000 unless set.
         *
         * @param rows at least 1
         * @return this
         */
        public Builder pageRows(int rows) {
            return this;
        }

        /**
         * The greatest size of a column's dictionary in a row group, 1 MiB unless set. A column whose dictionary passes it, or
         * saves nothing, goes on without.
         *
         * @param bytes 0 for no dictionaries
         * @return this
         */
        public Builder dictionaryBytes(int bytes) {
            return this;
        }

        /**
         * Adds a bloom filter for a column, in each row group, with one false positive in a hundred.
         *
         * @param column the path of a leaf, joined by dots, as in {@link WrittenColumn#path}
         * @param distinct how many distinct values a row group is expected to hold
         * @return this
         */
        public Builder bloomFilter(String column, long distinct) {
            return this;
        }

        /**
         * Opens the writer.
         *
         * @return a writer; the caller closes it
         * @throws AmpException with {@link ParquetError#TYPE} if a type has no place in the target, {@link ParquetError#OPTION} if
         *     an option names no column, {@link ParquetError#IO} if the file cannot be created
         */
        public ParquetWriter build() {
            return new ParquetWriter();
        }
    }
}
