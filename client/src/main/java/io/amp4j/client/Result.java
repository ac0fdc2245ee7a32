package io.amp4j.client;

import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A whole result, held off-heap. Whoever collected it closes it. Not thread-safe.
 *
 * @param schema the schema of each root
 * @param roots the rows in the server's order; roots without rows are left out
 */
public record Result(Schema schema, List<VectorSchemaRoot> roots) implements AutoCloseable {
    /** Takes a copy of the list, and the ownership of its roots. */
    public Result {
        roots = List.copyOf(roots);
    }

    /**
     * How many rows there are.
     *
     * @return the sum over the roots
     */
    public long rows() {
        return roots.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        roots.forEach(VectorSchemaRoot::close);
    }
}
