package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.RowSource;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;

/** A query that was understood and can be run, any number of times. Thread-safe. */
public interface Plan {
    /** {@return the schema of its result} */
    Schema schema();

    /** {@return the datasets that it reads} */
    Set<Dataset> datasets();

    /**
     * Runs the query over some blocks.
     *
     * @param slices the blocks of each dataset
     * @param context what the run may use
     * @return the rows, in the plan's schema; the caller closes it
     */
    RowSource run(Map<Dataset, Slice> slices, RunContext context);
}
