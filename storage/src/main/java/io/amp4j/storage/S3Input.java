package io.amp4j.storage;

import java.util.Objects;

/** Reads ranges of an object, longer ones the longer it is read in sequence. */
final class S3Input extends StorageInput {
    static final int LEAST_RANGE = 256 << 10;
    private static final int GREATEST_RANGE = 8 << 20;

    private final Storage storage;
    private final String name;
    private final long length;
    private byte[] range;
    private long rangeStart;
    private int nextRange = LEAST_RANGE;
    private long position;

    /** An object whose beginning is there already: it came with the length. */
    S3Input(Storage storage, String name, long length, byte[] beginning) {
        this.storage = storage;
        this.name = name;
        this.length = length;
        this.range = beginning;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long to) {
        Objects.checkFromToIndex(to, length, length);
        position = to;
    }

    @Override
    public int read(byte[] to, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, to.length);
        if (count == 0) {
            return 0;
        }
        if (position >= length) {
            return -1;
        }
        if (!isInRange()) {
            fetch(count);
        }
        int from = (int) (position - rangeStart);
        int copied = Math.min(count, range.length - from);
        System.arraycopy(range, from, to, offset, copied);
        position += copied;
        return copied;
    }

    private boolean isInRange() {
        return position >= rangeStart && position < rangeStart + range.length;
    }

    private void fetch(int wanted) {
        boolean inSequence = position == rangeStart + range.length;
        nextRange = inSequence ? Math.min(GREATEST_RANGE, nextRange * 2) : LEAST_RANGE;
        int size = (int) Math.min(length - position, Math.max(nextRange, Math.min(wanted, GREATEST_RANGE)));
        range = storage.read(name, position, size);
        rangeStart = position;
    }

    @Override
    public int available() {
        return isInRange() ? (int) (rangeStart + range.length - position) : 0;
    }
}
