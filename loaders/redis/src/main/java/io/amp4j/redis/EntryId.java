package io.amp4j.redis;

/**
 * The id of a stream's entry.
 *
 * @param millis the time, in milliseconds since 1970
 * @param number the number within that millisecond
 */
record EntryId(long millis, long number) {
    /** Before the first entry of a stream. */
    static final EntryId NONE = new EntryId(0, 0);

    static EntryId parse(String text) {
        int dash = text.indexOf('-');
        return new EntryId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    /** The least id behind this one that is not of the past. */
    EntryId nextAt(long now) {
        return now > millis ? new EntryId(now, 0) : next();
    }

    EntryId next() {
        return new EntryId(millis, number + 1);
    }

    @Override
    public String toString() {
        return millis + "-" + number;
    }
}
