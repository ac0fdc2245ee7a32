package io.amp4j.devnet.internal.sql;

import java.util.Set;
import java.util.TreeSet;

/** Understands queries. Thread-safe. */
public final class Planner {
    private final Catalogue catalogue;
    private final Engine engine;

    /**
     * A planner over a catalogue.
     *
     * @param catalogue what queries can read
     * @param engine runs what is more than reading columns; must outlive the planner
     */
    public Planner(Catalogue catalogue, Engine engine) {
        this.catalogue = catalogue;
        this.engine = engine;
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
        Plan plan = SimpleQuery.parse(statement, catalogue, mode)
                .orElseGet(() -> EnginePlan.of(statement.sql(), catalogue, engine, mode));
        if (mode == Mode.STREAM) {
            requireOneNetwork(plan);
        }
        return plan;
    }

    private static void requireOneNetwork(Plan plan) {
        Set<String> networks = new TreeSet<>();
        plan.datasets()
                .forEach(dataset -> networks.add(dataset.blocks().snapshot().network()));
        if (networks.isEmpty()) {
            throw new Refusal("streaming queries must read a table");
        }
        if (networks.size() > 1) {
            throw new Refusal("MultipleNetworks: streaming queries over several networks are not supported: "
                    + String.join(", ", networks));
        }
        long chains = plan.datasets().stream().map(Dataset::blocks).distinct().count();
        if (chains > 1) {
            throw new Refusal("streaming queries over several datasets are supported if they share their blocks");
        }
    }
}
