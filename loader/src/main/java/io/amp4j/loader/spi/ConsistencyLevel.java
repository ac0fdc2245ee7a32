package io.amp4j.loader.spi;

/** What a reader of the destination may see while a load runs. Each loader declares one for each of its methods. */
public enum ConsistencyLevel {
    /** Rows and stream state become visible together. */
    ATOMIC("atomic"),
    /** A view hides what is not committed; the table itself is exact at rest. */
    THROUGH_VIEW("exact through a view"),
    /** Exact after recovery and at every quiet moment; in between a reader may see an open unit. */
    AT_REST("exact at rest");

    private final String words;

    ConsistencyLevel(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
