package io.amp4j.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** The row groups of a file: written one by one, and remembered for its end. */
final class RowGroups {
    private final List<RowGroup> groups = new ArrayList<>();
    private final List<PageIndex> indexes = new ArrayList<>();

    List<RowGroup> all() {
        return groups;
    }

    List<Long> offsets() {
        return groups.stream().map(RowGroup::getFile_offset).toList();
    }

    void write(List<ColumnWriter> columns, long rows, PagePress press, FileOutput out) throws IOException {
        long start = out.position();
        long uncompressed = 0;
        List<ColumnChunk.Written> chunks = new ArrayList<>();
        List<org.apache.parquet.format.ColumnChunk> entries = new ArrayList<>();
        for (ColumnWriter column : columns) {
            ColumnChunk chunk = column.endChunk();
            uncompressed += chunk.uncompressedBytes();
            ColumnChunk.Written written = chunk.drainTo(out, out.position(), press.codec());
            chunks.add(written);
            indexes.add(written.index());
            entries.add(new org.apache.parquet.format.ColumnChunk(0).setMeta_data(written.meta()));
        }
        long compressed = out.position() - start;
        for (ColumnChunk.Written chunk : chunks) {
            writeBloomFilter(chunk, out);
        }
        RowGroup group =
                new RowGroup(entries, uncompressed, rows).setFile_offset(start).setTotal_compressed_size(compressed);
        if (groups.size() <= Short.MAX_VALUE) {
            group.setOrdinal((short) groups.size());
        }
        groups.add(group);
    }

    private static void writeBloomFilter(ColumnChunk.Written chunk, FileOutput out) throws IOException {
        BloomFilter bloom = chunk.bloom();
        if (bloom == null) {
            return;
        }
        long start = out.position();
        bloom.writeTo(out);
        bloom.clear();
        ColumnMetaData meta = chunk.meta();
        meta.setBloom_filter_offset(start).setBloom_filter_length((int) (out.position() - start));
    }

    /** Writes the page indexes of all row groups, all of one kind together, as readers fetch them. */
    void writeIndexes(FileOutput out) throws IOException {
        int next = 0;
        for (RowGroup group : groups) {
            for (org.apache.parquet.format.ColumnChunk chunk : group.getColumns()) {
                ColumnIndex index = indexes.get(next++).columnIndex();
                if (index != null) {
                    long start = out.position();
                    Util.writeColumnIndex(index, out);
                    chunk.setColumn_index_offset(start).setColumn_index_length((int) (out.position() - start));
                }
            }
        }
        next = 0;
        for (RowGroup group : groups) {
            for (org.apache.parquet.format.ColumnChunk chunk : group.getColumns()) {
                long start = out.position();
                Util.writeOffsetIndex(indexes.get(next++).offsetIndex(), out);
                chunk.setOffset_index_offset(start).setOffset_index_length((int) (out.position() - start));
            }
        }
    }
}
