package io.amp4j.client;

import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of a running query as objects, read as they are asked for. Can be gone through once. Not thread-safe; the caller
 * closes it.
 */
public interface Rows extends Iterable<Row>, AutoCloseable {
    /**
     * The schema of the result.
     *
     * @return the schema
     */
    Schema schema();

    /**
     * The rows as a stream, in the server's order.
     *
     * @return a sequential stream; closing it closes this
     */
    Stream<Row> stream();

    /** Ends the query and gives its memory back. */
    @Override
    void close();
}
