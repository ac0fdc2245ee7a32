package io.amp4j.loader.spi;

/** What a loader can do beyond appending units. What it does not declare, the engine refuses with {@code AMP-UNSUPPORTED}. */
public enum LoaderFeature {
    /** Live streams: deletion by batch id and a stream state. */
    STREAM,
    /** Creating a table that is missing. */
    CREATE_TABLE,
    /** Replacing all rows of a table in one commit. */
    OVERWRITE,
    /** Replacing rows by key columns; batch loads only, since a reorg could not bring back the row that was replaced. */
    UPSERT,
    /** Removing a table with all that belongs to it. */
    DROP,
    /** Adding nullable columns to an existing table. */
    ADD_COLUMNS,
    /** Several units of one session open at once, from several threads. */
    PARALLEL_UNITS,
    /** Reading the stream state from another process while a load runs. */
    SHARED_STATUS,
    /** A second job is refused at opening because the store locks its files; without it the newcomer wins and the older is fenced. */
    LOCKS_OUT_NEWCOMERS
}
