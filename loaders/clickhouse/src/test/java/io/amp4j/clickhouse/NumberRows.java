package io.amp4j.clickhouse;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The simplest rows there are, one a block with its number: {@code SELECT block_num FROM blocks}. */
final class NumberRows implements AutoCloseable {
    static final Schema SCHEMA = new Schema(List.of(Field.notNullable("block_num", new ArrowType.Int(64, false))));
    static final BlockRange FIRST = new BlockRange("devnet", 0, 9, "0xa9", null);
    static final BlockRange SECOND = new BlockRange("devnet", 10, 19, "0xa19", "0xa9");
    static final BlockRange OTHER_SECOND = new BlockRange("devnet", 10, 19, "0xb19", "0xa9");

    private final BufferAllocator allocator = new RootAllocator();

    /** A loader with its session. */
    record Opened(Loader loader, LoadSession session) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
            loader.close();
        }
    }

    static Opened open(String uri, String table) {
        return open(uri, request(table, table, LoadMode.STREAM));
    }

    static Opened open(String uri, LoadRequest request) {
        ClickHouseProvider provider = new ClickHouseProvider();
        Loader loader = provider.create(Config.of(uri, Map.of(), provider.keys()));
        try {
            return new Opened(loader, loader.open(request));
        } catch (RuntimeException e) {
            loader.close();
            throw e;
        }
    }

    static LoadRequest request(String table, String stream, LoadMode mode) {
        return new LoadRequest(
                new TableName(null, table),
                stream,
                mode,
                SCHEMA,
                null,
                null,
                "q",
                "s",
                List.of(),
                LoadRequest.TablePolicy.CREATE_IF_MISSING,
                LoadRequest.MetadataColumns.BATCH_ID,
                LoadRequest.ResumePolicy.RESUME);
    }

    /** One unit that replaces {@code voided} by the rows of some ranges. */
    List<StreamRecord> commit(LoadSession session, List<StreamRecord> voided, BlockRange... ranges) {
        try (Unit unit = session.begin()) {
            unit.delete(voided);
            for (BlockRange range : ranges) {
                write(unit, range);
            }
            return unit.commit(change(voided, ranges));
        }
    }

    static StateChange change(List<StreamRecord> voided, BlockRange... ranges) {
        List<StreamRecord> added = Stream.of(ranges)
                .map(range -> new StreamRecord(StreamRecord.of(range).id(), range, Instant.EPOCH, null))
                .toList();
        return new StateChange(voided, added, null);
    }

    void write(Unit unit, BlockRange range) {
        try (UInt8Vector numbers = new UInt8Vector(SCHEMA.getFields().get(0), allocator)) {
            int rows = (int) range.blocks();
            numbers.allocateNew(rows);
            for (int i = 0; i < rows; i++) {
                numbers.set(i, range.start() + i);
            }
            numbers.setValueCount(rows);
            unit.write(
                    Objects.requireNonNull(StreamRecord.of(range).id()),
                    range,
                    new VectorSchemaRoot(SCHEMA, List.of(numbers), rows));
        }
    }

    /** What a call fails with, which it must. */
    static AmpException failure(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(AmpException.class, call), "it did not fail");
    }

    /** Fails if memory is left. */
    @Override
    public void close() {
        allocator.close();
    }
}
