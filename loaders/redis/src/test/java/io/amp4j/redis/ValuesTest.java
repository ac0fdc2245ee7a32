package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.XAddParams;

/** What becomes of values, byte for byte, and of rows that others take away. */
class ValuesTest extends RedisFixture {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);
    private static final Schema WIDE = new Schema(List.of(
            Field.nullable("bytes", ArrowType.Binary.INSTANCE),
            Field.nullable("big", new ArrowType.Int(64, false)),
            Field.nullable("exact", new ArrowType.Decimal(38, 2, 128)),
            Field.nullable("text", ArrowType.Utf8.INSTANCE),
            Field.nullable("none", ArrowType.Utf8.INSTANCE)));

    private void loadOne(String settings) {
        LoadSession session = open(settings, Rows.request("t", LoadMode.STREAM, WIDE, ResumePolicy.RESUME));
        try (Unit unit = session.begin();
                VectorSchemaRoot root = VectorSchemaRoot.create(WIDE, allocator)) {
            root.allocateNew();
            ((VarBinaryVector) root.getVector(0)).setSafe(0, new byte[] {0, '\r', '\n', (byte) 0xff});
            ((UInt8Vector) root.getVector(1)).setSafe(0, -1);
            ((DecimalVector) root.getVector(2)).setSafe(0, new BigDecimal("-100.10"));
            ((VarCharVector) root.getVector(3)).setSafe(0, "a\"\\\u0000\n\u00e9".getBytes(StandardCharsets.UTF_8));
            root.setRowCount(1);
            unit.write(BatchId.of(A0), A0, root);
            unit.commit(Rows.changing(List.of(), A0));
        }
    }

    @Test
    void a_hash_has_text_as_it_is_and_no_field_for_a_null() {
        loadOne("key={table}:{big}");
        assertThat(redis.hgetAll("t:18446744073709551615"))
                .containsEntry("bytes", "0x000d0aff")
                .containsEntry("big", "18446744073709551615")
                .containsEntry("exact", "-100.10")
                .containsEntry("text", "a\"\\\u0000\n\u00e9")
                .containsEntry("_amp_batch_id", BatchId.of(A0).value())
                .doesNotContainKey("none");
    }

    @Test
    void raw_bytes_stand_as_they_are_but_not_in_keys() {
        loadOne("key={table}:{bytes}&binary=raw");
        byte[] key = "t:0x000d0aff".getBytes(StandardCharsets.US_ASCII);
        assertThat(redis.hget(key, "bytes".getBytes(StandardCharsets.US_ASCII))).containsExactly(0, '\r', '\n', 0xff);
    }

    @Test
    void json_writes_as_text_what_a_reader_would_round() {
        loadOne("structure=string&key={table}:{exact}");
        String text = redis.get("t:-100.10");
        JsonNode json = ReadBack.parse(text);
        assertThat(json.get("bytes").textValue()).isEqualTo("0x000d0aff");
        assertThat(json.get("big").textValue()).isEqualTo("18446744073709551615");
        assertThat(json.get("exact").textValue()).isEqualTo("-100.10");
        assertThat(json.get("text").textValue()).isEqualTo("a\"\\\u0000\n\u00e9");
        assertThat(json.get("none").isNull()).isTrue();
        assertThat(text).endsWith("\"_amp_batch_id\":\"" + BatchId.of(A0).value() + "\"}");
    }

    @Test
    void rows_live_as_long_as_they_shall() {
        for (String structure : List.of("hash", "string", "stream", "list", "set")) {
            Rows.commit(stream("ttl=1h&structure=" + structure), allocator, List.of(), A0, row("x", 1L));
            List<String> keys = redis.keys("t*").stream().toList();
            assertThat(keys).hasSize(1);
            assertThat(redis.ttl(keys.get(0))).as(structure).isBetween(3_500L, 3_600L);
            assertThat(redis.ttl(redis.keys("amp:*index*").iterator().next())).isBetween(3_500L, 3_600L);
            assertThat(redis.ttl("amp:{t}:stream:t")).isEqualTo(-1);
            redis.flushDB();
        }
    }

    @Test
    void a_reorg_of_rows_that_have_expired_is_nothing_to_do() {
        LoadSession session = stream("ttl=1ms");
        List<StreamRecord> a0 = Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        while (!redis.keys("t:*").isEmpty() || !redis.keys("amp:*index*").isEmpty()) {
            redis.ping();
        }
        try (Unit unit = session.begin()) {
            unit.delete(a0);
            unit.commit(Rows.changing(a0));
        }
        assertThat(session.recover().records()).isEmpty();
    }

    @Test
    void a_list_whose_head_was_taken_loses_what_is_left_of_a_batch() {
        LoadSession session = stream("structure=list");
        List<StreamRecord> a0 = Rows.commit(session, allocator, List.of(), A0, row("x", 1L), row("y", 1L));
        Rows.commit(session, allocator, List.of(), A1, row("z", 1L));
        redis.rpush("t", "mine");
        redis.lpop("t");
        try (Unit unit = session.begin()) {
            unit.delete(a0);
            unit.commit(Rows.changing(a0));
        }
        assertThat(redis.lrange("t", 0, -1)).hasSize(2).last().isEqualTo("mine");
        assertThat(redis.lindex("t", 0)).contains("\"z\"");
    }

    @Test
    void entries_of_others_stay_in_a_stream() {
        LoadSession session = stream("structure=stream");
        redis.xadd("t", Map.of("whose", "mine"), XAddParams.xAddParams());
        List<StreamRecord> a0 = Rows.commit(session, allocator, List.of(), A0, row("x", 1L), row("y", 1L));
        redis.xadd("t", Map.of("whose", "mine too"), XAddParams.xAddParams());
        Rows.commit(session, allocator, a0, range("b", 0, 9), row("z", 1L));
        assertThat(redis.xrange("t", "-", "+"))
                .extracting(entry -> entry.getFields()
                        .getOrDefault("whose", entry.getFields().get("name")))
                .containsExactly("mine", "mine too", "z");
    }

    @Test
    void a_stream_that_somebody_else_writes_to_meanwhile_is_tried_again() {
        LoadSession session = stream("structure=stream");
        try (Unit unit = session.begin()) {
            Rows.write(unit, allocator, A0, row("x", 1L));
            redis.xadd("t", Map.of("whose", "mine"), XAddParams.xAddParams());
            failure(() -> unit.commit(Rows.changing(List.of(), A0)), LoadError.DESTINATION_UNAVAILABLE);
        }
        assertThat(session.recover().records()).isEmpty();
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        assertThat(redis.xlen("t")).isEqualTo(2);
    }

    @Test
    void a_table_is_not_loaded_in_two_ways() {
        Rows.commit(stream("structure=hash"), allocator, List.of(), A0, row("x", 1L));
        assertThat(failure(() -> stream("structure=string"), LoadError.SCHEMA_MISMATCH))
                .hasMessageContaining("structure is 'hash', not 'string'");
    }

    @Test
    void a_unit_that_is_too_large_for_one_transaction_is_refused_on_request() {
        LoadSession session = stream("max-unit-bytes=200&large-units=refuse");
        try (Unit unit = session.begin()) {
            assertThat(failure(
                            () -> Rows.write(unit, allocator, A0, row("x", 1L), row("y", 1L)), LoadError.UNSUPPORTED))
                    .hasMessageContaining("max-unit-bytes");
        }
        assertThat(redis.keys("t:*")).isEmpty();
        assertThat(session.recover().records()).isEmpty();
    }

    @Test
    void a_unit_that_is_too_large_is_seen_in_part_and_gone_when_it_is_given_up() {
        LoadSession session = stream("max-unit-bytes=200");
        try (Unit unit = session.begin()) {
            for (int i = 0; i < 20; i++) {
                Rows.write(unit, allocator, A0, row("x" + i, 1L), row("y" + i, 1L));
            }
            assertThat(redis.keys("t:*")).hasSizeGreaterThan(10);
            assertThat(redis.hgetAll("amp:{t}:stream:t").keySet()).anyMatch(field -> field.startsWith("intent:"));
        }
        assertThat(redis.keys("t:*")).isEmpty();
        assertThat(redis.keys("amp:*index*")).isEmpty();
        assertThat(redis.hgetAll("amp:{t}:batches")).isEmpty();
        assertThat(redis.hgetAll("amp:{t}:stream:t").keySet()).noneMatch(field -> field.startsWith("intent:"));
    }
}
