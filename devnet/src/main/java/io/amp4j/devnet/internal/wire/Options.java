package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.Compression;
import io.amp4j.devnet.Recording;
import io.amp4j.devnet.internal.table.BatchLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the server talks.
 *
 * @param limits how large batches may grow
 * @param microbatchBlocks how many blocks a microbatch has at most
 * @param keepAlive after how long without a message inside a microbatch an empty batch is sent
 * @param compression of the buffers of batches
 * @param encoding of text columns
 * @param ranges how ranges are written
 * @param allows whether a call may be answered that brings this token, or none
 * @param replays answers to queries that are not run
 */
public record Options(
        BatchLimits limits,
        int microbatchBlocks,
        Duration keepAlive,
        Compression compression,
        TextEncoding encoding,
        Ranges ranges,
        Predicate<Optional<String>> allows,
        Map<String, Recording> replays) {

    /** How texts are sent. */
    public enum TextEncoding {
        /** As they are. */
        PLAIN,
        /** As indices into a dictionary. */
        DICTIONARY
    }

    /** How ranges are written. */
    public enum Ranges {
        /** With their numbers in an object of their own. */
        NESTED,
        /** As older servers do. */
        FLAT
    }

    @Override
    public String toString() {
        return "Options[limits=" + limits + ", microbatchBlocks=" + microbatchBlocks + "]";
    }
}
