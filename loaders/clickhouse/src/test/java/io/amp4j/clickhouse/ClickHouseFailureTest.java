package io.amp4j.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ErrorCode;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What ClickHouse refuses becomes the right code, by ClickHouse's own number; and what its view hides. */
@Tag("clickhouse")
class ClickHouseFailureTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.notNullable("block_num", new ArrowType.Int(64, false))));
    private static final BlockRange FIRST = new BlockRange("devnet", 0, 9, "0xa9", null);
    private static final BlockRange SECOND = new BlockRange("devnet", 10, 19, "0xa19", "0xa9");
    private static final BlockRange OTHER_SECOND = new BlockRange("devnet", 10, 19, "0xb19", "0xa9");
    private static final BlockRange WIDE = new BlockRange("devnet", 0, 3_999_999, "0xa9", null);

    private final ClickHouseServer server = SharedServer.INSTANCE;
    private final BufferAllocator allocator = new RootAllocator();
    private String database = "";

    @BeforeEach
    void create(TestInfo test) {
        database = "failure_" + test.getTestMethod().orElseThrow().getName();
        server.query("CREATE DATABASE " + database);
    }

    @AfterEach
    void drop() {
        server.query("DROP DATABASE " + database + " SYNC");
        allocator.close();
    }

    @Test
    void a_wrong_password_is_the_users_to_mend() {
        String uri = server.uri("writer:wrong", database);
        AmpException error = failure(() -> open(uri));
        assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
        assertThat(error.toString()).doesNotContain("wrong");
    }

    @Test
    void the_right_password_opens() throws Exception {
        try (Opened opened = open(server.uri("writer:secret", database))) {
            assertThat(opened.session().opened().records()).isEmpty();
        }
    }

    @Test
    void a_read_only_user_is_refused_for_good() {
        ErrorCode code = failure(() -> open(server.uri("reader", database))).code();
        assertThat(code).isEqualTo(LoadError.DESTINATION_FAILED);
    }

    @Test
    void a_database_that_is_not_there_is_refused_for_good() {
        ErrorCode code = failure(() -> open(server.uri("nowhere"))).code();
        assertThat(code).isEqualTo(LoadError.DESTINATION_FAILED);
    }

    @Test
    void no_server_is_worth_another_try() {
        AmpException error = failure(() -> open("clickhouse://127.0.0.1:1/default"));
        assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void too_many_parts_are_worth_another_try() throws Exception {
        String settings = "parts_to_delay_insert=1,parts_to_throw_insert=1,max_delay_to_insert=1";
        try (Opened opened = open(server.uri(database) + "?table-settings=" + settings)) {
            commit(opened.session(), List.of(), FIRST);
            AmpException error = failure(() -> commit(opened.session(), List.of(), SECOND));
            assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
            assertThat(opened.session().recover().records()).hasSize(1);
        }
        assertThat(count("t")).isEqualTo("10");
    }

    @Test
    void too_little_memory_is_worth_another_try() throws Exception {
        try (Opened opened = open(server.uri("small", database))) {
            AmpException error = failure(() -> commit(opened.session(), List.of(), WIDE));
            assertThat(error.code()).isIn(LoadError.DESTINATION_EXHAUSTED, LoadError.DESTINATION_UNAVAILABLE);
            assertThat(opened.session().recover().records()).isEmpty();
        }
        assertThat(count("t")).isEqualTo("0");
    }

    @Test
    void the_view_hides_what_is_not_committed_and_what_is_void() throws Exception {
        try (Opened opened = open(server.uri(database) + "?committed-view=true")) {
            List<StreamRecord> committed = commit(opened.session(), List.of(), FIRST, SECOND);
            List<StreamRecord> voided = committed.subList(1, 2);
            try (Unit unit = opened.session().begin()) {
                unit.delete(voided);
                write(unit, OTHER_SECOND);
                assertThat(count("t_committed")).isEqualTo("20");
                unit.commit(change(voided, OTHER_SECOND));
            }
            assertThat(count("t_committed")).isEqualTo("20");
            assertThat(server.text("SELECT uniqExact(_amp_batch_id) FROM " + database + ".t_committed"))
                    .isEqualTo("2");
        }
    }

    private record Opened(Loader loader, LoadSession session) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
            loader.close();
        }
    }

    private static Opened open(String uri) {
        ClickHouseLoaderProvider provider = new ClickHouseLoaderProvider();
        Loader loader = provider.create(Config.of(uri, Map.of(), provider.keys()));
        try {
            return new Opened(loader, loader.open(request()));
        } catch (RuntimeException e) {
            loader.close();
            throw e;
        }
    }

    private static LoadRequest request() {
        return new LoadRequest(
                new TableName(null, "t"),
                "t",
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

    private List<StreamRecord> commit(LoadSession session, List<StreamRecord> voided, BlockRange... ranges) {
        try (Unit unit = session.begin()) {
            for (BlockRange range : ranges) {
                write(unit, range);
            }
            return unit.commit(change(voided, ranges));
        }
    }

    private static StateChange change(List<StreamRecord> voided, BlockRange... ranges) {
        List<StreamRecord> added = java.util.Arrays.stream(ranges)
                .map(range -> new StreamRecord(StreamRecord.of(range).id(), range, Instant.EPOCH, null))
                .toList();
        return new StateChange(voided, added, null);
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

    private String count(String table) {
        return server.text("SELECT count() FROM " + database + "." + table);
    }

    private static AmpException failure(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(AmpException.class, call), "it did not fail");
    }
}
