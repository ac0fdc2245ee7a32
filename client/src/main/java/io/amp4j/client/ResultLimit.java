package io.amp4j.client;

/**
 * How much of a result may be held at once.
 *
 * @param rows the most rows
 * @param bytes the most bytes of off-heap memory
 */
public record ResultLimit(long rows, long bytes) {
    /** A million rows and 256 MiB. */
    public static final ResultLimit DEFAULT = new ResultLimit(1_000_000, 256L << 20);

    /** Refuses negative numbers. */
    public ResultLimit {
        if (rows < 0 || bytes < 0) {
            throw new AmpException(
                    ClientError.BAD_OPTION, "a result limit of " + rows + " rows and " + bytes + " bytes is negative");
        }
    }

    /**
     * A limit on rows, and the default one on bytes.
     *
     * @param rows the most rows
     * @return the limit
     */
    public static ResultLimit ofRows(long rows) {
        return new ResultLimit(rows, DEFAULT.bytes);
    }
}
