package io.amp4j.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a microbatch, carried by each of its rows in {@code _amp_batch_id}: 16 hex digits.
 *
 * <p>The Python client computes the same id for the same range.
 *
 * @param value 16 lower-case hex digits
 */
public record BatchId(String value) {
    private static final int DIGITS = 16;

    /** Refuses what is no id. */
    public BatchId {
        if (!value.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("'" + value + "' is no batch id: 16 hex digits are");
        }
    }

    /**
     * The id of the microbatch that covers a range.
     *
     * @param range the range of its messages
     * @return the first 16 hex digits of SHA-256 over {@code network:start:end:hash:prev_hash}
     */
    public static BatchId of(BlockRange range) {
        String span = range.network() + ":" + range.start() + ":" + range.end();
        String hash = range.hash() == null ? sha256(span) : range.hash();
        String prevHash = range.prevHash() == null ? "" : range.prevHash();
        return new BatchId(sha256(span + ":" + hash + ":" + prevHash).substring(0, DIGITS));
    }

    /**
     * The id of the rows of a batch load, which has no range of its own.
     *
     * @param loadId the load's id
     * @return the first 16 hex digits of SHA-256 over {@code load:} and the id
     */
    public static BatchId ofLoad(String loadId) {
        return new BatchId(sha256("load:" + loadId).substring(0, DIGITS));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
