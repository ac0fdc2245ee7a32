package io.amp4j.redis;

import org.jspecify.annotations.Nullable;

/**
 * Where rows go, and what marks them.
 *
 * @param name their batch and attempt
 * @param stagedUnder what stands before each of their keys until they are committed, or null where they go to their place
 * @param ranges the text of {@code _amp_block_ranges}, or null without that column
 * @param firstRow the number of the first row within its batch id
 */
record RowTarget(
        BatchName name,
        @Nullable String stagedUnder,
        @Nullable String ranges,
        long firstRow) {}
