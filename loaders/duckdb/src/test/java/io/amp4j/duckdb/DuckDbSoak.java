package io.amp4j.duckdb;

import io.amp4j.loader.testkit.simulation.BackfillSoak;
import java.io.IOException;

/** A backfill in thousands of slices into a database file, by hand: {@code loaders/duckdb/soak}. */
final class DuckDbSoak {
    private DuckDbSoak() {}

    /**
     * The whole soak.
     *
     * @param args blocks at the start, seed
     * @throws IOException if there is no place for the file
     */
    public static void main(String[] args) throws IOException {
        new BackfillSoak(DuckDbStore::new).run(args);
    }
}
