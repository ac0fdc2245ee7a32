package io.amp4j.redis;

import java.util.Locale;

/** What rows become in Redis. */
enum Structure {
    /** A hash for each row. */
    HASH,
    /** A string of JSON for each row. */
    STRING,
    /** A JSON document for each row, by RedisJSON. */
    JSON,
    /** An entry of a stream for each row. */
    STREAM,
    /** An element of a list for each row. */
    LIST,
    /** A member of a set for each row; equal rows are one member. */
    SET,
    /** A member of a sorted set for each row, with a score. */
    SORTED_SET;

    /** Whether each row has a key of its own. */
    boolean isKeyed() {
        return this == HASH || this == STRING || this == JSON;
    }

    /** Whether rows are members, which several batches may hold. */
    boolean hasMembers() {
        return this == SET || this == SORTED_SET;
    }

    /** The word in a layout, in scripts and in settings. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
