package io.amp4j.cli.output;

import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes one result in one format, batch by batch, and keeps none of it. Not thread-safe; the stream below is the caller's to
 * close.
 */
public interface ResultWriter {
    /**
     * Called once, before anything else.
     *
     * @param schema the schema of every batch
     * @throws IOException if the output fails
     */
    void begin(Schema schema) throws IOException;

    /**
     * Writes the first rows of a batch, and passes them on to the output.
     *
     * @param root the batch
     * @param rows how many of its rows
     * @throws IOException if the output fails
     */
    void write(VectorSchemaRoot root, int rows) throws IOException;

    /**
     * Says that what was written of these blocks is void, where the format has a way to say it.
     *
     * @param network the network that reorganised
     * @param fromBlock the first void block
     * @return false if the format has none, and somebody else should say it
     * @throws IOException if the output fails
     */
    boolean reorg(String network, long fromBlock) throws IOException;

    /**
     * Writes what ends the format.
     *
     * @throws IOException if the output fails
     */
    void finish() throws IOException;
}
