package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The query of a simulation, and the server that runs it over the simulated chain. */
final class SimulatedQuery implements Query {
    static final String NETWORK = "simulated";

    static final Schema SCHEMA = new Schema(List.of(
            column("block_num", new ArrowType.Int(64, true)),
            column("block_hash", ArrowType.Utf8.INSTANCE),
            column("row_index", new ArrowType.Int(32, true)),
            column("row_value", new ArrowType.Int(64, true))));

    /** What the one query that changes the result looks like: a load up to a block asks for it. */
    private static final Pattern BOUNDED = Pattern.compile("block_num\\(\\) <= (\\d+)");

    private final World world;
    private final BufferAllocator allocator;
    private final long lastBlock;

    SimulatedQuery(World world, BufferAllocator allocator) {
        this(world, allocator, Long.MAX_VALUE);
    }

    private SimulatedQuery(World world, BufferAllocator allocator, long lastBlock) {
        this.world = world;
        this.allocator = allocator;
        this.lastBlock = lastBlock;
    }

    private static Field column(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), List.of());
    }

    @Override
    public String sql() {
        return "SELECT block_num, block_hash, row_index, row_value FROM simulated.rows SETTINGS stream = true";
    }

    /** The other queries that a load asks: how far the blocks go, and the same rows up to a block. */
    @Override
    public Query withSql(String sql) {
        Matcher bounded = BOUNDED.matcher(sql);
        return bounded.find() ? new SimulatedQuery(world, allocator, Long.parseLong(bounded.group(1))) : this;
    }

    @Override
    public Schema schema() {
        failSometimes("the schema");
        return SCHEMA;
    }

    @Override
    public BatchStream batches() {
        failSometimes("how far its blocks go");
        return new SimulatedHead(world.chain(), allocator);
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        failSometimes("a new stream");
        world.startsStream();
        world.note(() -> "a stream starts behind %s".formatted(cursor));
        return new SimulatedStream(world, allocator, cursor, lastBlock);
    }

    private void failSometimes(String what) {
        if (world.chance(world.temper().serverFaults())) {
            world.note(() -> "the server refuses %s".formatted(what));
            throw new AmpException(ClientError.UNAVAILABLE, "the simulated server is away");
        }
    }
}
