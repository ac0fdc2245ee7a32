package io.amp4j.client.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.internal.decode.BatchDecoder;
import io.amp4j.client.internal.decode.MetadataReader;
import io.amp4j.client.internal.decode.RowReader;
import io.amp4j.client.internal.decode.SchemaReader;
import io.amp4j.client.memory.BufferPool;
import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.Frames.Parts;
import io.amp4j.client.testing.Mutation;
import io.amp4j.client.testing.SampleData;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a server sends: they are read, or refused with a code; no other exception, no crash, no byte left allocated. What is read is
 * read to its last value, under Arrow's own bounds checks.
 *
 * <p>{@code -Damp.fuzz.cases=N} runs more cases, {@code -Damp.fuzz.seed=S} the same ones again.
 */
class DecoderFuzzTest {
    private static final int CASES = Integer.getInteger("amp.fuzz.cases", 100_000);
    private static final long SEED = Long.getLong("amp.fuzz.seed", System.nanoTime());
    private static final int ROWS = 9;
    private static final long MAX_BYTES = 4 << 20;

    private final Schema schema = SampleData.schema();
    private final Field encoded =
            new Field("t", new FieldType(true, new ArrowType.Utf8(), new DictionaryEncoding(9, false, null)), null);
    private final List<Sample> samples = new ArrayList<>();
    private BufferAllocator allocator;

    /** A good stream: the announced schema, and its frames. */
    private record Sample(Schema announced, List<Parts> frames) {}

    @BeforeEach
    void start() {
        allocator = new RootAllocator(64 << 20);
        // Where all columns are in one batch, a mutation seldom meets the one that would mind.
        for (Field field : schema.getFields()) {
            add(new Schema(List.of(field)), CodecType.NO_COMPRESSION);
        }
        List<Field> some = List.of(schema.findField("u64"), schema.findField("utf8"), schema.findField("topics"));
        add(new Schema(some), CodecType.ZSTD);
        add(new Schema(some), CodecType.LZ4_FRAME);
        addDictionary();
        add(schema, CodecType.NO_COMPRESSION);
    }

    private void add(Schema announced, CodecType codec) {
        try (VectorSchemaRoot root = SampleData.root(announced, ROWS, 6, allocator)) {
            samples.add(new Sample(announced, List.of(Frames.schema(announced), Frames.batch(root, codec))));
        }
    }

    private void addDictionary() {
        Schema wire = new Schema(List.of(encoded));
        try (VarCharVector entries = new VarCharVector("d", allocator);
                IntVector indices = new IntVector("t", allocator)) {
            for (int i = 0; i < ROWS; i++) {
                entries.setSafe(i, ("entry " + i).getBytes(StandardCharsets.UTF_8));
                indices.setSafe(i, ROWS - 1 - i);
            }
            entries.setValueCount(ROWS);
            indices.setValueCount(ROWS);
            VectorSchemaRoot root = new VectorSchemaRoot(List.of(indices));
            root.setRowCount(ROWS);
            samples.add(new Sample(
                    SchemaReader.plain(wire),
                    List.of(Frames.schema(wire), Frames.dictionary(9, entries, false), Frames.batch(root))));
        }
    }

    @AfterEach
    void end() {
        allocator.close();
    }

    @Test
    void no_bytes_do_harm() {
        System.Logger log = System.getLogger(DecoderFuzzTest.class.getName());
        log.log(System.Logger.Level.INFO, "amp.fuzz.seed={0}, {1} cases", Long.toString(SEED), CASES);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            refused += run(SEED + i) ? 0 : 1;
        }
        // If nearly all or none were refused, the mutations would miss what they are to test.
        if (CASES >= 1000) {
            assertThat(refused).isBetween(CASES / 10, CASES * 9 / 10);
        }
    }

    @Test
    void unchanged_bytes_are_read() {
        for (Sample sample : samples) {
            read(
                    sample.announced(),
                    sample.frames().stream().map(Parts::flightData).toList());
        }
    }

    private boolean run(long seed) {
        try {
            tryOne(new Random(seed));
            return true;
        } catch (AmpException e) {
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("repeat with -Damp.fuzz.seed=" + seed + " -Damp.fuzz.cases=1", e);
        } finally {
            assertThat(allocator.getAllocatedMemory())
                    .as("memory left by seed %s", seed)
                    .isZero();
        }
    }

    private void tryOne(Random random) {
        switch (random.nextInt(10)) {
            case 0 -> MetadataReader.read(Mutation.text(Frames.METADATA.getBytes(StandardCharsets.UTF_8), random));
            case 1 -> {
                Sample sample = samples.get(random.nextInt(samples.size()));
                byte[] bytes = Mutation.binary(sample.announced().serializeAsMessage(), random);
                Schema read = SchemaReader.plain(SchemaReader.readEncapsulated(bytes));
                new BatchDecoder(read, allocator, MAX_BYTES).close();
            }
            default -> tryStream(samples.get(random.nextInt(samples.size())), random);
        }
    }

    private void tryStream(Sample sample, Random random) {
        List<byte[]> messages = new ArrayList<>();
        int victim =
                random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(sample.frames().size() - 1);
        for (int i = 0; i < sample.frames().size(); i++) {
            Parts parts = sample.frames().get(i);
            messages.add(i == victim ? mutated(parts, random) : parts.flightData());
        }
        read(sample.announced(), messages);
    }

    private static byte[] mutated(Parts parts, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Mutation.binary(parts.flightData(), random);
            case 1, 2, 3 ->
                new Parts(Mutation.binary(parts.header(), random), parts.metadata(), parts.body()).flightData();
            default -> new Parts(parts.header(), parts.metadata(), Mutation.binary(parts.body(), random)).flightData();
        };
    }

    private void read(Schema announced, List<byte[]> messages) {
        FrameReader reader = new FrameReader(allocator, new BufferPool(0), (int) MAX_BYTES);
        try (BatchDecoder decoder = new BatchDecoder(announced, allocator, MAX_BYTES)) {
            for (byte[] message : messages) {
                try (FlightFrame frame = reader.read(new ByteArrayInputStream(message))) {
                    if (frame.error() != null) {
                        throw frame.error();
                    }
                    if (decoder.isBatch(frame)) {
                        readValues(decoder.decode(frame));
                    }
                }
            }
        }
    }

    private static void readValues(Batch batch) {
        RowReader rows = new RowReader(batch.root());
        for (int row = 0; row < Math.min(batch.rows(), 4 * ROWS); row++) {
            readRow(rows, row);
        }
    }

    private static void readRow(RowReader rows, int row) {
        try {
            rows.read(row);
        } catch (DateTimeException | ArithmeticException e) {
            // A time of day beyond a day is no time that Java has; it is the reader's to say so, and harms nobody.
        }
    }
}
