package io.amp4j.loader.internal;

import org.jspecify.annotations.Nullable;

/**
 * A span of blocks that one worker loads: its task, and where it stands. Every record that begins within it is its own to change; no two
 * slices that run overlap. Guarded by its board's owner.
 */
final class Slice {
    /** The limit of a slice without an end. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    private final long id;
    private final long start;
    private final CancelSignal stop;
    private long first;

    /** The network's thread looks at it too. */
    private volatile long limit;

    /** The network's thread sets it. */
    private volatile long received;

    private long reached;
    private long rows;
    private int version;
    private boolean crossing;
    private boolean failed;

    /**
     * A slice that was just cut.
     *
     * @param id tells it from others of its job
     * @param first the lowest block that is its own: the start of the records that it continues, or its first block if it continues none; 0 if
     *     nothing lies below
     * @param start the first block that it has to load
     * @param limit the last block that it has to load
     * @param stop ends it, and is told when the job shall end
     */
    Slice(long id, long first, long start, long limit, CancelSignal stop) {
        this.id = id;
        this.first = first;
        this.start = start;
        this.limit = limit;
        this.stop = stop;
        this.reached = start - 1;
    }

    long id() {
        return id;
    }

    long start() {
        return start;
    }

    long first() {
        return first;
    }

    long limit() {
        return limit;
    }

    long reached() {
        return reached;
    }

    long rows() {
        return rows;
    }

    /** Raised whenever what lies around the slice's own records has changed. */
    int version() {
        return version;
    }

    boolean isOpen() {
        return limit == NO_LIMIT;
    }

    /** The last block that it has to load, or null if it has no end. */
    @Nullable
    Long lastBlock() {
        return isOpen() ? null : limit;
    }

    /** Whether nothing lies below it: a reorg before its first record is judged as one of the whole load. */
    boolean isLowest() {
        return first == 0;
    }

    boolean hasFailed() {
        return failed;
    }

    CancelSignal stop() {
        return stop;
    }

    boolean owns(long block) {
        return first <= block && block <= limit;
    }

    /** It never goes back: what was open before a reorg may still be committed. */
    void reach(long block) {
        reached = Math.max(reached, block);
    }

    /** Its stream begins anew: what it had received and not committed comes again. */
    void startsReading() {
        received = -1;
    }

    /** Notes a watermark that has arrived, though it may not have been read. True if nothing behind it is needed. From any thread. */
    boolean receives(long block) {
        received = block;
        return block >= limit;
    }

    /** The block that its stream has come to: what was received need not be asked for again. */
    long streamed() {
        return Math.max(reached, received);
    }

    /** Whether it waits for others to stop, whose last commits are not known yet. */
    boolean isCrossing() {
        return crossing;
    }

    void crosses(boolean now) {
        crossing = now;
    }

    void wrote(long more) {
        rows += more;
    }

    void limitTo(long block) {
        limit = block;
    }

    void extendTo(long block) {
        limit = Math.max(limit, block);
        version++;
    }

    void beginAt(long block) {
        first = block;
        version++;
    }

    void fail() {
        failed = true;
    }

    @Override
    public String toString() {
        return "slice " + id + " " + start + ".." + (isOpen() ? "" : limit);
    }
}
