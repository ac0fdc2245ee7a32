package io.amp4j.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What is ClickHouse's own in the contract: claims, guards, sweeps after the commit. */
@Tag("clickhouse")
class ClickHouseContractTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.notNullable("block_num", new ArrowType.Int(64, false))));
    private static final BlockRange FIRST = new BlockRange("devnet", 0, 9, "0xa9", null);
    private static final BlockRange SECOND = new BlockRange("devnet", 10, 19, "0xa19", "0xa9");
    private static final BlockRange OTHER_SECOND = new BlockRange("devnet", 10, 19, "0xb19", "0xa9");

    @TempDir
    static Path directory;

    private static ClickHouseServer server;

    private final BufferAllocator allocator = new RootAllocator();
    private Loader loader;
    private TableName table;

    @BeforeAll
    static void start() {
        server = ClickHouseServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        loader = newLoader();
        table = new TableName(null, test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void disconnect() {
        loader.close();
        allocator.close();
    }

    private static Loader newLoader() {
        ClickHouseLoaderProvider provider = new ClickHouseLoaderProvider();
        return provider.create(Config.of(server.uri("default"), Map.of(), provider.keys()));
    }

    private LoadRequest request() {
        return new LoadRequest(
                table,
                table.name(),
                LoadMode.STREAM,
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

    private void write(Unit unit, BlockRange range) {
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

    private static StreamRecord record(BlockRange range) {
        return new StreamRecord(StreamRecord.of(range).id(), range, Instant.EPOCH, null);
    }

    private static StateChange change(List<StreamRecord> removed, BlockRange... added) {
        return new StateChange(
                removed,
                java.util.Arrays.stream(added)
                        .map(ClickHouseContractTest::record)
                        .toList(),
                null);
    }

    private String summary() {
        return server.text("SELECT concat(toString(count()), ' ', toString(sum(block_num))) FROM " + table.name());
    }

    @Test
    void commits_rows_and_state() {
        try (LoadSession session = loader.open(request())) {
            try (Unit unit = session.begin()) {
                write(unit, FIRST);
                write(unit, SECOND);
                unit.commit(change(List.of(), FIRST, SECOND));
            }
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST, SECOND);
        }
        assertThat(summary()).isEqualTo("20 190");
        try (LoadSession session = loader.open(request())) {
            assertThat(session.opened().header().epoch()).isEqualTo(2);
            assertThat(session.opened().header().seq()).isEqualTo(1);
            assertThat(session.opened().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void a_reorg_replaces_only_what_is_void() {
        try (LoadSession session = loader.open(request())) {
            List<StreamRecord> committed;
            try (Unit unit = session.begin()) {
                write(unit, FIRST);
                write(unit, SECOND);
                committed = unit.commit(change(List.of(), FIRST, SECOND));
            }
            List<StreamRecord> voided = committed.subList(1, 2);
            try (Unit unit = session.begin()) {
                unit.delete(voided);
                write(unit, OTHER_SECOND);
                unit.commit(change(voided, OTHER_SECOND));
            }
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST, OTHER_SECOND);
        }
        assertThat(summary()).isEqualTo("20 190");
        assertThat(server.text("SELECT uniqExact(_amp_batch_id) FROM " + table.name()))
                .isEqualTo("2");
    }

    @Test
    void a_unit_may_remove_and_add_the_same_id() {
        try (LoadSession session = loader.open(request())) {
            List<StreamRecord> committed;
            try (Unit unit = session.begin()) {
                write(unit, FIRST);
                committed = unit.commit(change(List.of(), FIRST));
            }
            try (Unit unit = session.begin()) {
                unit.delete(committed);
                write(unit, FIRST);
                unit.commit(change(committed, FIRST));
            }
        }
        assertThat(summary()).isEqualTo("10 45");
    }

    @Test
    void what_was_not_committed_is_cleaned_up() {
        try (LoadSession session = loader.open(request())) {
            try (Unit unit = session.begin()) {
                write(unit, FIRST);
            }
            assertThat(session.recover().records()).isEmpty();
        }
        assertThat(summary()).isEqualTo("0 0");
    }

    @Test
    void an_older_job_is_fenced_and_what_it_wrote_is_gone() {
        try (LoadSession old = loader.open(request())) {
            Unit zombie = old.begin();
            write(zombie, FIRST);
            try (LoadSession session = loader.open(request());
                    Unit unit = session.begin()) {
                write(unit, SECOND);
                unit.commit(change(List.of(), SECOND));
                assertThatThrownBy(() -> zombie.commit(change(List.of(), FIRST)))
                        .isInstanceOfSatisfying(
                                AmpException.class,
                                e -> assertThat(e.code()).isIn(LoadError.FENCED, LoadError.DESTINATION_UNAVAILABLE));
            }
            zombie.close();
            assertThatThrownBy(old::recover)
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.FENCED));
            assertThatThrownBy(old::begin)
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.FENCED));
        }
        assertThat(summary()).isEqualTo("10 145");
    }

    @Test
    void rows_survive_a_kill_of_the_server_and_an_open_unit_does_not() {
        try (LoadSession session = loader.open(request())) {
            try (Unit unit = session.begin()) {
                write(unit, FIRST);
                unit.commit(change(List.of(), FIRST));
            }
            Unit open = session.begin();
            write(open, SECOND);
            server.kill();
            server.start();
            open.close();
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST);
            try (Unit unit = session.begin()) {
                write(unit, SECOND);
                unit.commit(change(List.of(), SECOND));
            }
        }
        assertThat(summary()).isEqualTo("20 190");
    }
}
