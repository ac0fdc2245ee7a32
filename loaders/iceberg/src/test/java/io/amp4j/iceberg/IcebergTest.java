package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse and an allocator for each test; afterwards nothing may be allocated. */
abstract class IcebergTest {
    static final BlockRange A0 = Blocks.range("a", 0, 9);
    static final BlockRange A1 = Blocks.range("a", 10, 19);
    static final BlockRange A2 = Blocks.range("a", 20, 29);
    static final BlockRange B1 = Blocks.range("b", 10, 14);
    static final BlockRange B2 = Blocks.range("b", 20, 24);

    @TempDir
    Path directory;

    BufferAllocator allocator;
    IcebergStore store;

    @BeforeEach
    void openStore() {
        allocator = new RootAllocator();
        store = IcebergStore.ofFormat(directory, 2);
    }

    @AfterEach
    void nothingIsAllocated() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    /** A loader of the store, with settings beside its own. */
    Loader loader(String... settings) {
        Map<String, String> all = new HashMap<>(store.settings());
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return Destinations.open(store.uri(), all);
    }

    /** How many rows each microbatch has, as a reader sees it. */
    Map<String, Long> rowsById(String table) {
        Field id = Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE);
        return store.rows(new TableName(null, table), List.of(id)).stream()
                .collect(Collectors.groupingBy(row -> String.valueOf(row.get(id.getName())), Collectors.counting()));
    }

    static Map<String, Long> rowsOf(BlockRange... ranges) {
        Map<String, Long> rows = new HashMap<>();
        for (BlockRange range : ranges) {
            rows.put(BatchId.of(range).value(), range.blocks() * Blocks.ROWS_A_BLOCK);
        }
        return rows;
    }

    static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).as("the failure that should have come").isNotNull();
        return failure;
    }
}
