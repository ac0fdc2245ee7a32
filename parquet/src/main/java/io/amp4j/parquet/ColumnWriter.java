package io.amp4j.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** One column: cuts rows into pages, and hands the pages to the chunk of the present row group. */
final class ColumnWriter {
    /** Rows of a nested column that are shredded together at most. */
    private static final int NESTED_ROWS = 256;

    private final Leaf leaf;
    private final WriterOptions options;
    private final PagePress press;
    private final Fetcher fetcher;
    private final Validity validity = new Validity();
    private final Shredder shredder = new Shredder();
    private final Levels definitions;
    private final Levels repetitions;
    private final Bounds bounds;
    private final Values values;
    private final ColumnChunk chunk;
    private final int[] levels = new int[Block.VALUES];
    private final int[] places = new int[Block.VALUES + 1];
    private int pageRows;
    private int pageEntries;
    private int pageValues;

    ColumnWriter(Leaf leaf, WriterOptions options, PagePress press, Segments.Pool pool, @Nullable BloomFilter bloom) {
        this.leaf = leaf;
        this.options = options;
        this.press = press;
        this.fetcher = leaf.type().fetcher().get();
        this.definitions = new Levels(leaf.maxDefinition());
        this.repetitions = new Levels(leaf.maxRepetition());
        LeafType type = leaf.type();
        this.bounds = Bounds.of(type.physical(), type.width(), type.order());
        this.values = new Values(
                type.physical(), type.width(), options.dictionaryBytes(), options.pageBytes(), bounds, bloom);
        this.chunk = new ColumnChunk(leaf, pool, bloom);
    }

    Leaf leaf() {
        return leaf;
    }

    /** Writes rows of a vector of the batch, in which the column is, or is nested. */
    void write(FieldVector top, int from, int count) throws IOException {
        if (leaf.steps().isEmpty()) {
            writeFlat(top, from, count);
        } else {
            writeNested(top, from, count);
        }
    }

    private void writeFlat(FieldVector vector, int from, int count) throws IOException {
        attach(vector);
        int end = from + count;
        int row = from;
        while (row < end) {
            int rows = Math.min(Math.min(end - row, Block.VALUES), options.pageRows() - pageRows);
            if (!(vector instanceof NullVector)) {
                rows = fetcher.fitting(row, rows, Math.max(0, options.pageBytes() - values.bytes()));
            }
            writeFlatBlock(vector, row, rows);
            row += rows;
        }
    }

    private void writeFlatBlock(FieldVector vector, int row, int rows) throws IOException {
        validity.load(vector, row, rows);
        int present = validity.present();
        if (present == rows) {
            definitions.appendRun(leaf.maxDefinition(), rows);
            appendRange(row, rows);
        } else {
            Shredder.requireNullable(leaf.nullable(), leaf.name());
            validity.spread(row, rows, levels, places);
            definitions.append(levels, rows);
            appendPlaces(places, present);
        }
        added(rows, rows, present);
    }

    private void writeNested(FieldVector top, int from, int count) throws IOException {
        FieldVector bottom = top;
        for (Step step : leaf.steps()) {
            bottom = step.below(bottom);
        }
        attach(bottom);
        int most = nestedRows(top, bottom);
        int end = from + count;
        int row = from;
        while (row < end) {
            int rows = Math.min(Math.min(end - row, most), options.pageRows() - pageRows);
            shredder.shred(leaf, top, row, rows);
            repetitions.append(shredder.repetition, shredder.count);
            definitions.append(shredder.definition, shredder.count);
            appendPlaces(shredder.places, shredder.present);
            added(rows, shredder.count, shredder.present);
            row += rows;
        }
    }

    /** So many rows that they are, on average, no more than a page. */
    private int nestedRows(FieldVector top, FieldVector bottom) {
        if (bottom instanceof NullVector) {
            return NESTED_ROWS;
        }
        long bytes = bottom.getBufferSize() / Math.max(1, top.getValueCount());
        return (int) Math.max(1, Math.min(NESTED_ROWS, options.pageBytes() / Math.max(1, bytes)));
    }

    private void attach(FieldVector vector) {
        if (!(vector instanceof NullVector)) {
            fetcher.attach(vector);
        }
    }

    private void appendRange(int start, int count) {
        int done = 0;
        while (done < count) {
            done += fetcher.fetch(start + done, count - done);
            values.append(fetcher.block);
        }
    }

    private void appendPlaces(int[] from, int count) {
        int done = 0;
        while (done < count) {
            done += fetcher.fetch(from, done, count - done);
            values.append(fetcher.block);
        }
    }

    /** Writes the same text, or null, for many rows. */
    void writeConstant(byte @Nullable [] value, int count) throws IOException {
        Block block = fetcher.block;
        if (value != null) {
            System.arraycopy(value, 0, block.ensure(value.length), 0, value.length);
            block.start[0] = 0;
            block.length[0] = value.length;
            block.count = 1;
        }
        int done = 0;
        while (done < count) {
            int rows = Math.min(count - done, options.pageRows() - pageRows);
            definitions.appendRun(value == null ? 0 : 1, rows);
            if (value != null) {
                values.repeat(block, rows);
            }
            added(rows, rows, value == null ? 0 : rows);
            done += rows;
        }
    }

    static byte @Nullable [] bytes(@Nullable String value) {
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    private void added(int rows, int entries, int present) throws IOException {
        pageRows += rows;
        pageEntries += entries;
        pageValues += present;
        if (pageRows >= options.pageRows() || values.bytes() >= options.pageBytes()) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        Bytes content = press.content;
        repetitions.encode(content);
        definitions.encode(content);
        Encoding encoding = values.encode(content);
        chunk.dataPage(press, encoding, pageRows, pageEntries, pageValues, bounds);
        repetitions.clear();
        definitions.clear();
        bounds.clear();
        fetcher.block.trim();
        pageRows = 0;
        pageEntries = 0;
        pageValues = 0;
    }

    /** Ends the chunk: what is left becomes a page, and the dictionary is written. */
    ColumnChunk endChunk() throws IOException {
        if (pageRows > 0) {
            endPage();
        }
        int entries = values.dictionarySize();
        values.finish(press.content);
        chunk.dictionaryPage(press, entries);
        return chunk;
    }

    ColumnChunk chunk() {
        return chunk;
    }

    long bufferedBytes() {
        return chunk.bufferedBytes() + values.bytes() + values.dictionaryBytes();
    }
}
