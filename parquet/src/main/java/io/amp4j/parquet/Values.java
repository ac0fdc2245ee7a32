package io.amp4j.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The values of one page: positions in a dictionary as long as that pays, else in plain encoding. The dictionary lives as
 * long as the row group.
 */
final class Values {
    private final PhysicalType type;
    /** The width of each value, or 0 if they vary. */
    private final int width;

    private final int dictionaryLimit;
    private final int pageBytes;
    private final Bounds page;
    private final @Nullable BloomFilter bloom;
    private final @Nullable Dictionary dictionary;
    private final Bytes plain = new Bytes(0);
    private int[] positions = new int[0];
    private int count;
    private long rawBytes;
    private boolean dictionaryOpen;
    private boolean dictionaryUsed;
    /** The entries that earlier pages refer to. */
    private int earlierEntries;

    Values(PhysicalType type, int width, int dictionaryLimit, int pageBytes, Bounds page, @Nullable BloomFilter bloom) {
        this.type = type;
        this.width = width;
        this.dictionaryLimit = dictionaryLimit;
        this.pageBytes = pageBytes;
        this.page = page;
        this.bloom = bloom;
        this.dictionary = dictionaryLimit == 0 ? null : dictionary();
        this.dictionaryOpen = dictionary != null;
    }

    private @Nullable Dictionary dictionary() {
        return switch (type) {
            case BOOLEAN -> null;
            case INT32, INT64, FLOAT, DOUBLE -> new NumberDictionary(width);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> new BinaryDictionary(width);
        };
    }

    void append(Block block) {
        if (dictionaryOpen && dictionary != null) {
            if (count + block.count > positions.length) {
                positions = Arrays.copyOf(positions, Math.max(4 * Block.VALUES, positions.length * 2));
            }
            dictionary.look(block, positions, count, page);
            count += block.count;
            rawBytes += raw(block);
            if (dictionary.bytes() > dictionaryLimit) {
                closeDictionary(dictionary);
            }
            return;
        }
        page.take(block);
        if (bloom != null) {
            bloom.add(block, width);
        }
        appendPlain(block);
    }

    /** Appends the only value of a block many times. */
    void repeat(Block block, int times) {
        append(block);
        int more = times - 1;
        if (dictionaryOpen) {
            if (count + more > positions.length) {
                positions = Arrays.copyOf(positions, Math.max(count + more, positions.length * 2));
            }
            Arrays.fill(positions, count, count + more, positions[count - 1]);
            count += more;
            rawBytes += more * raw(block);
            return;
        }
        for (int i = 0; i < more; i++) {
            appendPlain(block);
        }
    }

    private long raw(Block block) {
        if (width != 0) {
            return (long) block.count * width;
        }
        long sum = (long) block.count * Integer.BYTES;
        for (int i = 0; i < block.count; i++) {
            sum += block.length[i];
        }
        return sum;
    }

    private void appendPlain(Block block) {
        switch (type) {
            case BOOLEAN -> appendBits(block);
            case BYTE_ARRAY -> appendStrings(block);
            case INT32, INT64, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> plain.write(block.data, 0, block.count * width);
        }
        count += block.count;
    }

    private void appendStrings(Block block) {
        plain.ensure(raw(block));
        byte[] array = plain.array;
        int at = plain.size;
        for (int i = 0; i < block.count; i++) {
            int length = block.length[i];
            Bytes.LE_INT.set(array, at, length);
            System.arraycopy(block.data, block.start[i], array, at + Integer.BYTES, length);
            at += Integer.BYTES + length;
        }
        plain.size = at;
    }

    private void appendBits(Block block) {
        plain.ensure((long) block.count / Byte.SIZE + 2);
        for (int i = 0; i < block.count; i++) {
            int bit = (count + i) & 7;
            if (bit == 0) {
                plain.array[plain.size++] = block.data[i];
            } else {
                plain.array[plain.size - 1] |= (byte) (block.data[i] << bit);
            }
        }
    }

    /** Goes on without the dictionary: what this page has of it so far becomes plain, earlier pages keep it. */
    private void closeDictionary(Dictionary filled) {
        dictionaryOpen = false;
        for (int i = 0; i < count; i++) {
            filled.plain(positions[i], plain);
        }
        if (bloom != null) {
            filled.addTo(bloom);
        }
        filled.shrink(earlierEntries);
    }

    /** What the page takes in memory now. */
    long bytes() {
        return dictionaryOpen ? (long) count * Integer.BYTES : plain.size;
    }

    /** What the dictionary takes in memory now. */
    long dictionaryBytes() {
        return dictionary == null ? 0 : dictionary.bytes();
    }

    /** Writes the page's values, and begins the next page. */
    Encoding encode(Bytes out) {
        if (dictionaryOpen && dictionary != null && count > 0 && !dictionaryUsed && !pays(dictionary)) {
            closeDictionary(dictionary);
        }
        boolean byPosition = dictionaryOpen && dictionary != null && dictionary.size() > 0;
        if (byPosition && dictionary != null) {
            int bits = RunLength.width(Math.max(0, dictionary.size() - 1));
            out.write(bits);
            RunLength.encode(positions, count, bits, out);
            dictionaryUsed = true;
            earlierEntries = dictionary.size();
            dictionary.nextPage();
        } else {
            out.write(plain.array, 0, plain.size);
            plain.clear(pageBytes);
        }
        count = 0;
        rawBytes = 0;
        return byPosition ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
    }

    /** Whether the first page is smaller with its dictionary than without. */
    private boolean pays(Dictionary filled) {
        long bits = (long) count * RunLength.width(Math.max(0, filled.size() - 1));
        return filled.bytes() + bits / Byte.SIZE < rawBytes;
    }

    /** The number of entries that a dictionary page must have, 0 if no page refers to one. */
    int dictionarySize() {
        return dictionaryUsed && dictionary != null ? dictionary.size() : 0;
    }

    /** Ends the row group: writes the dictionary if a page refers to it, completes the bloom filter. */
    void finish(Bytes out) {
        if (dictionary == null) {
            return;
        }
        if (dictionaryUsed) {
            dictionary.plain(out);
        }
        if (dictionaryOpen && bloom != null) {
            dictionary.addTo(bloom);
        }
        dictionary.clear();
        dictionaryOpen = true;
        dictionaryUsed = false;
        earlierEntries = 0;
    }
}
