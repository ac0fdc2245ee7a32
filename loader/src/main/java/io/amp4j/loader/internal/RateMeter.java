package io.amp4j.loader.internal;

/** Rows a second over the last ten seconds, in ten buckets. Not thread-safe. */
final class RateMeter {
    private static final long SECOND = 1_000_000_000L;
    private static final int SECONDS = 10;

    private final long[] buckets = new long[SECONDS];
    private final long start;
    private long second;

    RateMeter(long nanos) {
        this.start = nanos;
    }

    void add(long rows, long nanos) {
        moveTo(nanos);
        buckets[(int) (second % SECONDS)] += rows;
    }

    double perSecond(long nanos) {
        moveTo(nanos);
        long rows = 0;
        for (long bucket : buckets) {
            rows += bucket;
        }
        double whole = (double) (nanos - start) / SECOND;
        double window = Math.min(whole, SECONDS - 1 + whole % 1);
        return window <= 0 ? 0 : rows / window;
    }

    private void moveTo(long nanos) {
        long now = (nanos - start) / SECOND;
        long cleared = Math.min(now - second, SECONDS);
        for (long i = 0; i < cleared; i++) {
            buckets[(int) ((now - i) % SECONDS)] = 0;
        }
        second = Math.max(second, now);
    }
}
