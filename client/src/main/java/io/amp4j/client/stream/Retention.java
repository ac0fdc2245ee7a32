package io.amp4j.client.stream;

/**
 * How far back a reorg can be undone by id. What is older is kept as one merged record, so that the state stays small.
 *
 * @param blocks how many blocks behind the newest one; choose it well past the chain's finality
 */
public record Retention(long blocks) {
    /** Nothing is ever merged. */
    public static final Retention FOREVER = new Retention(Long.MAX_VALUE);

    /** Refuses a negative number. */
    public Retention {
        if (blocks < 0) {
            throw new IllegalArgumentException("a retention of " + blocks + " blocks is negative");
        }
    }
}
