package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;

/**
 * How much goes into one transaction.
 *
 * @param unitBytes up to how many bytes of commands a unit is one transaction
 * @param large what becomes of a larger one
 */
record Limits(long unitBytes, LargeUnits large) {
    /** Commands are buffered until it is known that they fit, so the limit is what an array holds, with room for one batch more. */
    private static final long MOST = 512L << 20;

    /** What a row that is deleted counts for: the server does about as much as for so many bytes of commands. */
    private static final long BYTES_A_DELETION = 128;

    /** How many bytes are one transaction of a unit that is written in several: a few milliseconds for the server. */
    static final int CHUNK_BYTES = 1 << 20;

    /** How many rows a script moves or deletes at once, where it need not be all. */
    static final int ROWS_A_SCRIPT = 2_000;

    static Limits of(Config config) {
        long bytes = config.require(RedisKeys.MAX_UNIT_BYTES);
        if (bytes > MOST) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "max-unit-bytes is at most " + (MOST >> 20)
                            + "MiB: a transaction is held in memory and stops the server");
        }
        return new Limits(bytes, config.require(RedisKeys.LARGE_UNITS));
    }

    /** Whether a unit fits into one transaction. */
    boolean fits(long bytes, long rowsDeleted) {
        return bytes + rowsDeleted * BYTES_A_DELETION <= unitBytes;
    }

    /** The size of chunks; where a user wants units to be small, chunks are no larger. */
    int chunkBytes() {
        return (int) Math.min(CHUNK_BYTES, Math.max(1, unitBytes));
    }

    AmpException tooLarge(String what) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                what + " is larger than max-unit-bytes (" + unitBytes
                        + "), and large-units=refuse. Raise it, commit more often (commit-bytes, commit-rows), or use large-units=chunks");
    }
}
