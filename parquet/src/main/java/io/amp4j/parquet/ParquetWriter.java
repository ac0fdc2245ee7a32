package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
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
    private final BatchColumns batches;
    private final FileEncoder encoder;
    private final FileOutput out;
    private final @Nullable OutputStream owned;
    private final @Nullable Path file;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        FAILED,
        FINISHED,
        CLOSED
    }

    private ParquetWriter(Builder builder, BatchColumns batches, OutputStream stream, @Nullable Path file)
            throws IOException {
        this.batches = batches;
        this.file = file;
        this.owned = file == null ? null : stream;
        this.out = new FileOutput(stream);
        this.encoder = new FileEncoder(batches.stored(), builder.options(), out);
    }

    /**
     * A writer to a new file.
     *
     * @param file where; replaced if it exists, deleted again if the writer is closed unfinished
     * @param schema the schema of the batches
     * @return a builder
     */
    public static Builder builder(Path file, Schema schema) {
        return new Builder(file, null, schema);
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
        return new Builder(null, stream, schema);
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
        Objects.checkFromIndexSize(from, count, root.getRowCount());
        requireOpen();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            FieldVector[] vectors = batches.of(root, opened);
            state = State.FAILED;
            encoder.write(vectors, from, count, bytesPerRow(vectors, root.getRowCount()));
            state = State.OPEN;
        } catch (IOException e) {
            throw failed(e);
        } catch (IndexOutOfBoundsException e) {
            throw new AmpException(
                    ParquetError.SCHEMA, "a batch is broken: its buffers are shorter than its offsets say", e);
        } finally {
            AutoCloseables.closeNoChecked(AutoCloseables.all(opened));
        }
    }

    private static long bytesPerRow(FieldVector[] vectors, int rows) {
        long bytes = 0;
        for (FieldVector vector : vectors) {
            bytes += vector.getBufferSize();
        }
        return bytes / Math.max(1, rows);
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("the writer is " + state.name().toLowerCase(Locale.ROOT));
        }
    }

    private static AmpException failed(IOException cause) {
        return new AmpException(ParquetError.IO, "cannot write a Parquet file: " + cause.getMessage(), cause);
    }

    /**
     * Sets the value of a constant column for the rows that are written from now on; null until then.
     *
     * @param column a column named in {@link Builder#constant}
     * @param value the value, or null
     * @throws AmpException with {@link ParquetError#OPTION} if there is no such column
     */
    public void constant(String column, @Nullable String value) {
        encoder.constant(column, value);
    }

    /**
     * The bytes that went out: full row groups.
     *
     * @return bytes
     */
    public long bytesWritten() {
        return out.position();
    }

    /**
     * The bytes that wait in memory for their row group, compressed as far as their pages are full.
     *
     * @return bytes
     */
    public long bytesBuffered() {
        return encoder.bufferedBytes();
    }

    /**
     * The rows so far.
     *
     * @return rows
     */
    public long rowCount() {
        return encoder.rows();
    }

    /**
     * Writes what is buffered and the footer. Nothing can be written afterwards.
     *
     * @return what the file holds
     * @throws AmpException with {@link ParquetError#IO} if that fails
     */
    public WrittenFile finish() {
        requireOpen();
        state = State.FAILED;
        try {
            WrittenFile written = encoder.finish();
            if (owned != null) {
                owned.close();
            }
            state = State.FINISHED;
            return written;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Releases everything. A file that was opened here and not finished is deleted. */
    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        boolean finished = state == State.FINISHED;
        state = State.CLOSED;
        encoder.close();
        if (owned == null || finished) {
            return;
        }
        try {
            owned.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What is to be written, and how. Not thread-safe. */
    public static final class Builder {
        private static final long ROW_GROUP_BYTES = 128L << 20;
        private static final int PAGE_BYTES = 1 << 20;
        private static final int PAGE_ROWS = 20_000;
        private static final int DICTIONARY_BYTES = 1 << 20;

        private final @Nullable Path file;
        private final @Nullable OutputStream stream;
        private final Schema schema;
        private final List<String> constants = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, Long> bloomFilters = new LinkedHashMap<>();
        private ParquetTarget target = ParquetTarget.arrow();
        private Compression compression = Compression.zstd(1);
        private @Nullable FieldIds fieldIds;
        private FieldNames fieldNames = path -> path.get(path.size() - 1);
        private @Nullable DictionaryProvider dictionaries;
        private long rowGroupBytes = ROW_GROUP_BYTES;
        private long rowGroupRows = Long.MAX_VALUE;
        private int pageBytes = PAGE_BYTES;
        private int pageRows = PAGE_ROWS;
        private int dictionaryBytes = DICTIONARY_BYTES;

        private Builder(@Nullable Path file, @Nullable OutputStream stream, Schema schema) {
            this.file = file;
            this.stream = stream;
            this.schema = schema;
        }

        /**
         * Who reads the file; {@link ParquetTarget#arrow} unless set.
         *
         * @param target the target
         * @return this
         */
        public Builder target(ParquetTarget target) {
            this.target = target;
            return this;
        }

        /**
         * The compression; ZSTD level 1 unless set.
         *
         * @param compression the compression
         * @return this
         */
        public Builder compression(Compression compression) {
            this.compression = compression;
            return this;
        }

        /**
         * Adds a text column, behind those of the batches, whose value is the same for many rows. It costs next to nothing.
         *
         * @param column its name; set its value with {@link ParquetWriter#constant}
         * @return this
         */
        public Builder constant(String column) {
            constants.add(column);
            return this;
        }

        /**
         * Field ids. Unless set, the Arrow fields' metadata {@code PARQUET:field_id} is read.
         *
         * @param ids the ids
         * @return this
         */
        public Builder fieldIds(FieldIds ids) {
            this.fieldIds = ids;
            return this;
        }

        /**
         * Names that fields have in the file; those of the batches' schema unless set.
         *
         * @param names the names
         * @return this
         */
        public Builder fieldNames(FieldNames names) {
            this.fieldNames = names;
            return this;
        }

        /**
         * Key-value metadata of the file.
         *
         * @param entries the entries, added to those set before
         * @return this
         */
        public Builder metadata(Map<String, String> entries) {
            metadata.putAll(entries);
            return this;
        }

        /**
         * Where to find the dictionaries of dictionary-encoded vectors.
         *
         * @param provider the provider; stays the caller's, and must live as long as batches are written
         * @return this
         */
        public Builder dictionaries(DictionaryProvider provider) {
            this.dictionaries = provider;
            return this;
        }

        /**
         * The size of a row group, 128 MiB unless set: once its compressed pages and open buffers pass it, it is written.
         *
         * @param bytes at least 1
         * @return this
         */
        public Builder rowGroupBytes(long bytes) {
            rowGroupBytes = positive("rowGroupBytes", bytes);
            return this;
        }

        /**
         * The greatest number of rows in a row group; unbounded unless set.
         *
         * @param rows at least 1
         * @return this
         */
        public Builder rowGroupRows(long rows) {
            rowGroupRows = positive("rowGroupRows", rows);
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
            pageBytes = (int) positive("pageBytes", bytes);
            return this;
        }

        /**
         * The greatest number of rows in a page, 20,000 unless set.
         *
         * @param rows at least 1
         * @return this
         */
        public Builder pageRows(int rows) {
            pageRows = (int) positive("pageRows", rows);
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
            dictionaryBytes = (int) positive("dictionaryBytes + 1", bytes + 1L) - 1;
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
            bloomFilters.put(column, positive("distinct", distinct));
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
            BatchColumns batches = new BatchColumns(schema, dictionaries);
            OutputStream opened = stream;
            try {
                if (opened == null) {
                    opened = Files.newOutputStream(Objects.requireNonNull(file));
                }
                return new ParquetWriter(this, batches, opened, file);
            } catch (IOException e) {
                abandon(opened);
                throw failed(e);
            } catch (RuntimeException e) {
                abandon(opened);
                throw e;
            }
        }

        private void abandon(@Nullable OutputStream opened) {
            if (file == null || opened == null) {
                return;
            }
            try {
                opened.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private WriterOptions options() {
            return new WriterOptions(
                    target,
                    compression,
                    List.copyOf(constants),
                    fieldIds,
                    fieldNames,
                    Map.copyOf(metadata),
                    dictionaries,
                    rowGroupBytes,
                    rowGroupRows,
                    pageBytes,
                    pageRows,
                    dictionaryBytes,
                    Map.copyOf(bloomFilters));
        }

        private static long positive(String option, long value) {
            if (value < 1) {
                throw new AmpException(ParquetError.OPTION, option + " is " + value + ", and must be at least 1");
            }
            return value;
        }
    }
}
