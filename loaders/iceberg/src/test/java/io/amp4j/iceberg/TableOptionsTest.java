package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tables are made and files are described. */
class TableOptionsTest extends IcebergTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void partitions_order_and_properties_are_those_asked_for(int format) {
        try (Loader loader = loader(
                        "format-version=" + format,
                        "partition-by=day(time), bucket(3, hash)",
                        "sort-by=block_num desc, hash",
                        "table.write.parquet.compression-codec=snappy");
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            Blocks.commit(session, allocator, List.of(), A2);
            Blocks.commit(session, allocator, List.of(A2), B2);
        }
        Table table = store.load("blocks");
        assertThat(TableUtil.formatVersion(table)).isEqualTo(format);
        assertThat(table.spec().fields()).extracting(Object::toString).hasSize(2);
        assertThat(table.sortOrder().fields()).hasSize(2);
        assertThat(table.properties()).containsEntry("write.parquet.compression-codec", "snappy");
        Set<Object> days = OtherWriter.files(table).stream()
                .map(file -> file.partition().get(0, Object.class))
                .collect(Collectors.toSet());
        assertThat(days).containsExactlyInAnyOrder(0, 1);
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, B2));
    }

    @Test
    void what_manifests_say_of_a_file_is_what_iceberg_finds_in_it() {
        try (Loader loader = loader("format-version=3");
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
        }
        Table table = store.load("blocks");
        DataFile file = OtherWriter.files(table).iterator().next();
        Metrics found =
                ParquetUtil.fileMetrics(table.io().newInputFile(file.location()), MetricsConfig.forTable(table));
        assertThat(file.recordCount()).isEqualTo(found.recordCount());
        assertThat(file.columnSizes()).isEqualTo(found.columnSizes());
        assertThat(file.valueCounts()).isEqualTo(found.valueCounts());
        assertThat(file.nullValueCounts()).isEqualTo(found.nullValueCounts());
        assertThat(file.lowerBounds()).isEqualTo(found.lowerBounds());
        assertThat(file.upperBounds()).isEqualTo(found.upperBounds());
        assertThat(file.fileSizeInBytes())
                .isEqualTo(table.io().newInputFile(file.location()).getLength());
    }

    @Test
    void format_2_keeps_nanoseconds_that_are_whole_microseconds_and_refuses_others() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"));
                Unit unit = session.begin();
                VectorSchemaRoot fine = Blocks.root(allocator, A0, 1)) {
            assertThat(failure(() -> unit.write(BatchId.of(A0), A0, fine)).code())
                    .isEqualTo(LoadError.VALUE_REFUSED);
        }
        assertThat(store.load("blocks").schema().findType("time")).isEqualTo(Types.TimestampType.withZone());
        assertThat(rowsById("blocks")).isEmpty();
    }

    @Test
    void format_3_keeps_nanoseconds() {
        try (Loader loader = loader("format-version=3");
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
        }
        Table table = store.load("blocks");
        assertThat(table.schema().findType("time")).isEqualTo(Types.TimestampNanoType.withZone());
        assertThat(table.schema().findType("block_num")).isEqualTo(Types.DecimalType.of(20, 0));
        assertThat(table.schema().findType("hash")).isEqualTo(Types.FixedType.ofLength(20));
    }

    @Test
    void columns_come_by_name_and_files_written_before_them_stay() {
        Schema narrow = new Schema(Blocks.SCHEMA.getFields().subList(0, 1));
        try (Loader loader = loader()) {
            try (LoadSession session =
                    loader.open(Blocks.request("blocks", LoadMode.APPEND, narrow, TablePolicy.CREATE_IF_MISSING))) {
                assertThat(session.opened().loads()).isEmpty();
            }
            LoadRequest wide =
                    Blocks.request("blocks", LoadMode.STREAM, Blocks.SCHEMA, TablePolicy.ADD_MISSING_COLUMNS);
            try (LoadSession session = loader.open(wide)) {
                Blocks.commit(session, allocator, List.of(), A0);
            }
        }
        assertThat(store.load("blocks").schema().columns())
                .extracting(Types.NestedField::name)
                .containsExactly("block_num", "_amp_batch_id", "hash", "time");
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0));
    }

    @Test
    void a_file_that_is_full_is_followed_by_another() {
        try (Loader loader = loader("table.write.target-file-size-bytes=1000");
                LoadSession session = loader.open(Blocks.request("blocks"));
                Unit unit = session.begin()) {
            for (int i = 0; i < 3; i++) {
                Blocks.write(unit, allocator, A0);
            }
            unit.commit(new StateChange(List.of(), List.of(Blocks.record(A0)), null));
        }
        assertThat(OtherWriter.files(store.load("blocks"))).hasSizeGreaterThan(1);
    }
}
