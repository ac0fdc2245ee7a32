package io.amp4j.deltalake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** An independent reader agrees on every row: PyPI's deltalake, which is delta-rs. Run by {@code .ci/run}. */
@EnabledIfSystemProperty(named = "amp4j.deltalake.python", matches = ".+")
class PythonReaderTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("block_num", new ArrowType.Int(64, false)),
            Field.nullable("n", new ArrowType.Int(64, true)),
            Field.nullable("hash", new ArrowType.FixedSizeBinary(32)),
            Field.nullable("text", ArrowType.Utf8.INSTANCE),
            Field.nullable("yes", ArrowType.Bool.INSTANCE),
            Field.nullable("value", new ArrowType.Decimal(38, 0, 128)),
            Field.nullable("at", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")),
            new Field(
                    "topics",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(Field.nullable("item", new ArrowType.FixedSizeBinary(4))))));

    private static final String SCRIPT = """
            import sys, json, decimal, datetime
            from deltalake import DeltaTable
            def canon(v):
                if v is None or isinstance(v, bool): return v
                if isinstance(v, bytes): return v.hex()
                if isinstance(v, (int, decimal.Decimal)): return str(int(v))
                if isinstance(v, datetime.datetime):
                    return str((v - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1))
                if isinstance(v, list): return [canon(x) for x in v]
                return v
            table = DeltaTable(sys.argv[1])
            for row in table.to_pyarrow_table().to_pylist():
                print(json.dumps({k: canon(v) for k, v in row.items()}, sort_keys=True))
            """;

    @TempDir
    Path directory;

    private final Random random = new Random(8);

    @Test
    void every_row_is_read_back_equal_after_appends_reorgs_and_checkpoints() throws Exception {
        rowsAreEqual(Map.of("table-properties", "delta.checkpointInterval=3"));
    }

    @Test
    void every_row_of_a_partitioned_table_is_read_back_equal() throws Exception {
        rowsAreEqual(Map.of("partition-by", "yes,n"));
    }

    private void rowsAreEqual(Map<String, String> settings) throws Exception {
        List<String> expected = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Loader loader = Destinations.open("delta:" + directory, settings);
                LoadSession session = loader.open(request())) {
            BlockRange voided = range(0, 1);
            for (int i = 0; i < 10; i++) {
                boolean reorg = i == 5;
                BlockRange range = range(i, 1);
                List<StreamRecord> removed = reorg ? List.of(StreamRecord.of(voided)) : List.of();
                List<String> rows = new ArrayList<>();
                try (Unit unit = session.begin();
                        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
                    if (reorg) {
                        unit.delete(removed);
                        expected.removeIf(row -> row.contains(BatchId.of(voided).value()));
                    }
                    fill(root, 500, BatchId.of(range).value(), rows);
                    unit.write(BatchId.of(range), range, root);
                    unit.commit(new StateChange(removed, List.of(StreamRecord.of(range)), null));
                }
                expected.addAll(rows);
            }
        }
        assertThat(python()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static BlockRange range(long start, long length) {
        return new BlockRange("net", start, start + length - 1, "0x" + start, null);
    }

    private static LoadRequest request() {
        return new LoadRequest(
                new TableName(null, "rows"),
                "rows",
                LoadMode.STREAM,
                SCHEMA,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    private void fill(VectorSchemaRoot root, int count, String id, List<String> rows) throws IOException {
        ObjectMapper json = new ObjectMapper();
        root.allocateNew();
        for (int i = 0; i < count; i++) {
            Map<String, Object> row = new java.util.TreeMap<>();
            row.put("_amp_batch_id", id);
            long block = random.nextLong();
            ((UInt8Vector) root.getVector("block_num")).setSafe(i, block);
            row.put("block_num", Long.toUnsignedString(block));
            ((BigIntVector) root.getVector("n")).setSafe(i, i % 3);
            row.put("n", String.valueOf(i % 3));
            byte[] hash = bytes(32);
            FixedSizeBinaryVector hashes = (FixedSizeBinaryVector) root.getVector("hash");
            hashes.setSafe(i, hash);
            row.put("hash", HexFormat.of().formatHex(hash));
            row.put("text", text(root, i));
            ((BitVector) root.getVector("yes")).setSafe(i, i % 2);
            row.put("yes", i % 2 == 1);
            BigInteger value = new BigInteger(120, random);
            ((DecimalVector) root.getVector("value")).setSafe(i, new BigDecimal(value));
            row.put("value", value.toString());
            long micros = random.nextInt() * 1_000_003L;
            ((TimeStampNanoTZVector) root.getVector("at")).setSafe(i, micros * 1_000);
            row.put("at", String.valueOf(micros));
            row.put("topics", topics(root, i));
            rows.add(json.writeValueAsString(row));
        }
        root.setRowCount(count);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Object text(VectorSchemaRoot root, int i) {
        VarCharVector texts = (VarCharVector) root.getVector("text");
        if (i % 7 == 0) {
            texts.setNull(i);
            return null;
        }
        String text = "text " + random.nextInt(50);
        texts.setSafe(i, text.getBytes(StandardCharsets.UTF_8));
        return text;
    }

    private List<String> topics(VectorSchemaRoot root, int i) {
        ListVector lists = (ListVector) root.getVector("topics");
        FixedSizeBinaryVector items = (FixedSizeBinaryVector) lists.getDataVector();
        List<String> topics = new ArrayList<>();
        int start = lists.startNewValue(i);
        for (int k = 0; k < i % 4; k++) {
            byte[] topic = bytes(4);
            items.setSafe(start + k, topic);
            topics.add(HexFormat.of().formatHex(topic));
        }
        lists.endValue(i, i % 4);
        return topics;
    }

    private List<String> python() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("amp4j.deltalake.python"),
                        "-c",
                        SCRIPT,
                        directory.resolve("rows").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> rows = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = json.readTree(line);
                rows.add(row.toString());
            }
        }
        assertThat(process.waitFor()).isZero();
        return rows;
    }
}
