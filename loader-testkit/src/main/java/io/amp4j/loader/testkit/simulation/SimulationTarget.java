package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import java.util.List;

/** A destination that a simulation loads into: how to reach it, and how to read it back. Used by one thread. */
public interface SimulationTarget extends AutoCloseable {
    /**
     * The name of a table of the destination.
     *
     * @param name a plain name
     * @return the table
     */
    default TableName table(String name) {
        return new TableName(null, name);
    }

    /**
     * A loader for a job that starts now, as another process would make it.
     *
     * @return the loader; the simulation closes it when the job has ended, however it ended
     */
    Loader newLoader();

    /**
     * The rows that a reader sees now, in any order.
     *
     * @param table the table; one that is missing has no rows
     * @return the rows
     */
    List<SimulatedRow> rows(TableName table);

    /** Ends the destination and deletes what it holds. */
    @Override
    void close();
}
