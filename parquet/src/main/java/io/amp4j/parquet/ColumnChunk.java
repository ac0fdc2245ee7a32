package io.amp4j.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** The pages of one column in the present row group, and what is counted over the whole file. */
final class ColumnChunk {
    private final Leaf leaf;
    private final @Nullable BloomFilter bloom;
    private final Segments pages;
    private final Segments dictionary;
    private final Bounds bounds;
    private final Bounds fileBounds;
    private final Map<Encoding, Integer> dataPages = new EnumMap<>(Encoding.class);
    private PageIndex index;
    private long rows;
    private long entries;
    private long nulls;
    private long compressedBytes;
    private long uncompressedBytes;
    private long fileEntries;
    private long fileNulls;
    private long fileCompressedBytes;
    private long fileUncompressedBytes;

    ColumnChunk(Leaf leaf, Segments.Pool pool, @Nullable BloomFilter bloom) {
        this.leaf = leaf;
        this.bloom = bloom;
        this.pages = new Segments(pool);
        this.dictionary = new Segments(pool);
        LeafType type = leaf.type();
        this.bounds = Bounds.of(type.physical(), type.width(), type.order());
        this.fileBounds = Bounds.of(type.physical(), type.width(), type.order());
        this.index = new PageIndex(leaf);
    }

    void dataPage(PagePress press, Encoding encoding, int pageRows, int pageEntries, int pageValues, Bounds page)
            throws IOException {
        long offset = pages.size();
        PagePress.Size size = press.dataPage(pageEntries, encoding, pages);
        index.add(offset, size.compressed(), rows, pageEntries - pageValues, pageValues > 0, page);
        bounds.take(page);
        dataPages.merge(encoding, 1, Integer::sum);
        rows += pageRows;
        entries += pageEntries;
        nulls += pageEntries - pageValues;
        compressedBytes += size.compressed();
        uncompressedBytes += size.uncompressed();
    }

    void dictionaryPage(PagePress press, int dictionaryEntries) throws IOException {
        if (dictionaryEntries == 0) {
            return;
        }
        PagePress.Size size = press.dictionaryPage(dictionaryEntries, dictionary);
        compressedBytes += size.compressed();
        uncompressedBytes += size.uncompressed();
    }

    long bufferedBytes() {
        return pages.size() + dictionary.size();
    }

    long uncompressedBytes() {
        return uncompressedBytes;
    }

    /** Writes the chunk at a position of the file, and begins the next. */
    Written drainTo(OutputStream out, long position, CompressionCodec codec) throws IOException {
        ColumnMetaData meta = new ColumnMetaData(
                Type.valueOf(leaf.type().physical().name()),
                encodings(),
                leaf.path(),
                codec,
                entries,
                uncompressedBytes,
                compressedBytes,
                position + dictionary.size());
        meta.setEncoding_stats(encodingStats());
        meta.setStatistics(statistics());
        if (dictionary.size() > 0) {
            meta.setDictionary_page_offset(position);
        }
        index.shift(position + dictionary.size());
        Written written = new Written(meta, index, bloom);
        dictionary.drainTo(out);
        pages.drainTo(out);
        next();
        return written;
    }

    /** A chunk that is in the file. */
    record Written(
            ColumnMetaData meta, PageIndex index, @Nullable BloomFilter bloom) {}

    private void next() {
        fileBounds.take(bounds);
        fileEntries += entries;
        fileNulls += nulls;
        fileCompressedBytes += compressedBytes;
        fileUncompressedBytes += uncompressedBytes;
        bounds.clear();
        dataPages.clear();
        index = new PageIndex(leaf);
        rows = 0;
        entries = 0;
        nulls = 0;
        compressedBytes = 0;
        uncompressedBytes = 0;
    }

    private List<Encoding> encodings() {
        TreeSet<Encoding> all = new TreeSet<>(dataPages.keySet());
        all.add(Encoding.RLE);
        if (dictionary.size() > 0) {
            all.add(Encoding.PLAIN);
        }
        return new ArrayList<>(all);
    }

    private List<PageEncodingStats> encodingStats() {
        List<PageEncodingStats> stats = new ArrayList<>();
        if (dictionary.size() > 0) {
            stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        dataPages.forEach((encoding, count) -> stats.add(new PageEncodingStats(PageType.DATA_PAGE, encoding, count)));
        return stats;
    }

    private Statistics statistics() {
        Statistics statistics = new Statistics().setNull_count(nulls);
        if (!bounds.present()) {
            return statistics;
        }
        statistics.setMin_value(bounds.min()).setIs_min_value_exact(bounds.minExact());
        byte[] max = bounds.max();
        if (max != null) {
            statistics.setMax_value(max).setIs_max_value_exact(bounds.maxExact());
        }
        return statistics;
    }

    /** What the file holds of the column, over the row groups that are written. */
    WrittenColumn summary() {
        return new WrittenColumn(
                leaf.path(),
                leaf.fieldId(),
                leaf.type().physical(),
                fileEntries,
                fileNulls,
                fileBounds.nans(),
                fileBounds.present() ? bound(fileBounds.min(), fileBounds.minExact()) : Optional.empty(),
                fileBounds.present() ? bound(fileBounds.max(), fileBounds.maxExact()) : Optional.empty(),
                fileCompressedBytes,
                fileUncompressedBytes);
    }

    private static Optional<Bound> bound(byte @Nullable [] bytes, boolean exact) {
        return Optional.ofNullable(bytes).map(value -> new Bound(ByteBuffer.wrap(value), exact));
    }
}
