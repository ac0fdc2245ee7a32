package io.amp4j.devnet.internal.sql;

import java.util.Optional;

/** Understands queries. Thread-safe. */
public final class Planner {
    private final Catalogue catalogue;

    /**
     * A planner over a catalogue.
     *
     * @param catalogue what queries can read
     */
    public Planner(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** How a query is to be run. */
    public enum Mode {
        /** Over what is there, once. */
        BATCH,
        /** Microbatch by microbatch, for ever. */
        STREAM
    }

    /**
     * How a query asks to be run.
     *
     * @param sql the query
     * @return as its SETTINGS say
     */
    public Mode modeOf(String sql) {
        return Statement.of(sql).streams() ? Mode.STREAM : Mode.BATCH;
    }

    /**
     * Understands a query.
     *
     * @param sql the query
     * @param mode how it is to be run, whatever its SETTINGS say
     * @return its plan
     * @throws Refusal if the server would not run it
     */
    public Plan plan(String sql, Mode mode) {
        Statement statement = Statement.of(sql);
        Optional<Plan> simple = SimpleQuery.parse(statement, catalogue, mode);
        return simple.orElseThrow(() -> new Refusal("not supported yet"));
    }
}
