package io.amp4j.client;

import io.amp4j.client.admin.SqlDataset;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One SQL query against one server. Immutable, thread-safe; holds no connection of its own.
 *
 * <p>A query can be run any number of times, bounded ({@link #batches()}) or live ({@link #stream(Cursor)}).
 */
public interface Query {
    /**
     * The query's text as it is sent.
     *
     * @return the SQL
     */
    String sql();

    /**
     * What tells this query from another whose rows differ: its text, unless something beside the text makes its rows. A stored stream goes on
     * only with a query of the same identity.
     *
     * @return a text
     */
    default String identity() {
        return sql();
    }

    /**
     * Another query of the same server, over the same connections.
     *
     * @param sql its text
     * @return the query
     * @throws AmpException with code {@code AMP-UNIMPLEMENTED} if this query belongs to no server
     */
    default Query withSql(String sql) {
        throw new AmpException(ClientError.UNIMPLEMENTED, "this query belongs to no server that could run another");
    }

    /**
     * The schema of the result; asks the server once.
     *
     * @return the schema
     * @throws AmpException if the server refuses the query or cannot be reached
     */
    Schema schema();

    /**
     * Runs the query over what the server has now, and ends.
     *
     * @return the batches; the caller closes it
     * @throws AmpException if the server refuses the query or cannot be reached
     */
    BatchStream batches();

    /**
     * Runs the query live: first what the server has, then what comes, as the messages come off the wire. It ends only by
     * {@link BatchStream#cancel()}, by an error, or where the query's tables hold nothing yet.
     *
     * @param cursor the block to go on behind, or null to begin with the first block that the server has
     * @return the batches; the caller closes it
     * @throws AmpException if the server refuses the query or cannot be reached
     */
    BatchStream stream(@Nullable Cursor cursor);

    /**
     * Runs the query over what the server has now, and holds all of it.
     *
     * @param limit how much to hold at most
     * @return the result; the caller closes it
     * @throws AmpException with code {@code AMP-RESULT-TOO-LARGE} if there is more, or as {@link #batches()} does
     */
    default Result collect(ResultLimit limit) {
        return Collector.collect(this, limit);
    }

    /**
     * Runs the query over what the server has now, and gives its rows as objects: slow and convenient.
     *
     * @return the rows, read as they are asked for; the caller closes them
     * @throws AmpException if the server refuses the query or cannot be reached
     */
    default Rows rows() {
        return new BatchRows(batches());
    }

    /**
     * This SQL on its way to become a dataset of the server: it reads a dataset under an alias. Nothing is sent yet.
     *
     * @param alias what the SQL calls the dataset
     * @param dataset such as {@code _/eth_rpc@1.0.0}: at a version or a manifest's hash
     * @return the SQL with the dataset
     * @throws AmpException with code {@code AMP-BAD-OPTION} if the reference is malformed, {@code AMP-UNIMPLEMENTED} if this query
     *     belongs to no server
     */
    default SqlDataset withDependency(String alias, String dataset) {
        throw new AmpException(ClientError.UNIMPLEMENTED, "this query belongs to no server that could keep a dataset");
    }
}
