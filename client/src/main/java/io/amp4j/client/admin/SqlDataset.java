package io.amp4j.client.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Json;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.internal.http.Bodies;
import java.util.Map;
import java.util.function.Supplier;

/**
 * SQL on its way to become a dataset. Immutable, thread-safe; each {@code with…} gives another one.
 *
 * <pre>{@code
 * Job job = client.sql("SELECT block_num, hash FROM eth.blocks")
 *         .withDependency("eth", "_/eth_rpc@1.0.0")
 *         .toManifest("blocks", "mainnet")
 *         .registerAs("_", "block_hashes", "1.0.0")
 *         .deploy(DeployOptions.untilLatest());
 * job.await(JobWait.atMost(Duration.ofMinutes(10)));
 * }</pre>
 */
public final class SqlDataset {
    private final Supplier<AdminClient> admin;
    private final String sql;
    private final SchemaRequest request;

    /**
     * SQL that reads nothing yet.
     *
     * @param admin the server's Admin API; asked for when the first call is made
     * @param sql the SQL; it names tables as {@code alias.table}
     */
    public SqlDataset(Supplier<AdminClient> admin, String sql) {
        this(admin, sql, new SchemaRequest(Map.of(), Map.of(), Map.of()));
    }

    private SqlDataset(Supplier<AdminClient> admin, String sql, SchemaRequest request) {
        this.admin = admin;
        this.sql = sql;
        this.request = request;
    }

    /**
     * As this, reading one more dataset.
     *
     * @param alias what the SQL calls it
     * @param dataset such as {@code _/eth_rpc@1.0.0}: a version or a manifest's hash, as {@code latest} and {@code dev} would change
     * @return the SQL with the dataset
     * @throws AmpException with code {@code AMP-BAD-OPTION} if the reference is malformed, or no fixed one
     */
    public SqlDataset withDependency(String alias, String dataset) {
        DatasetRef ref = DatasetRef.parse(dataset);
        if (ref.revision().equals(DatasetRef.LATEST) || ref.revision().equals(DatasetRef.DEV)) {
            throw new AmpException(
                    ClientError.BAD_OPTION,
                    "dependency '" + alias + "' names no fixed revision: write " + ref.dataset() + "@VERSION");
        }
        return new SqlDataset(admin, sql, request.withDependency(alias, ref));
    }

    /**
     * As this, with one more function.
     *
     * @param name what the SQL calls it
     * @param definition its types and its source, as manifests have them
     * @return the SQL with the function
     */
    public SqlDataset withFunction(String name, Json definition) {
        return new SqlDataset(admin, sql, request.withFunction(name, definition));
    }

    /**
     * Asks the server what columns the SQL gives, and makes a manifest of one table.
     *
     * @param table the table's name
     * @param network the network that its blocks belong to
     * @return the manifest, not yet registered
     * @throws AmpException with a code such as {@link AdminError#DEPENDENCY_NOT_FOUND} if the server refuses the SQL
     */
    public DraftDataset toManifest(String table, String network) {
        AdminClient server = admin.get();
        Json schema = server.schema().schemas(request.withTable(table, sql)).get(table);
        if (schema == null) {
            throw new AmpException(
                    ClientError.BAD_ANSWER,
                    "the Admin API sent an answer in which there is no schema of '" + table + "'");
        }
        ObjectNode manifest = Bodies.object().put("kind", Manifest.DERIVED);
        ObjectNode dependencies = manifest.putObject("dependencies");
        request.dependencies().forEach((alias, ref) -> dependencies.put(alias, ref.toString()));
        ObjectNode tables = manifest.putObject("tables").putObject(table);
        tables.putObject("input").put("sql", sql);
        tables.set("schema", Bodies.json(schema));
        tables.put("network", network);
        ObjectNode functions = manifest.putObject("functions");
        request.functions().forEach((name, function) -> functions.set(name, Bodies.json(function)));
        return new DraftDataset(server, Manifest.parse(manifest.toString()));
    }
}
