package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.iceberg.IcebergProvider.CatalogKind;
import io.amp4j.iceberg.IcebergProvider.FilePer;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.Secret;
import io.amp4j.loader.spi.TableName;
import java.time.Duration;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "time", Types.TimestampType.withZone()),
            Types.NestedField.optional(2, "address", Types.BinaryType.get()),
            Types.NestedField.optional(3, "odd, name", Types.StringType.get()));

    private static IcebergSettings settings(String uri) {
        return IcebergSettings.of(Config.of(uri, Map.of(), new IcebergProvider().keys()));
    }

    @Test
    void defaults() {
        IcebergSettings settings = settings("iceberg:/data/warehouse");

        assertThat(settings.catalog()).isEqualTo(CatalogKind.JDBC);
        assertThat(settings.catalogName()).isEqualTo("default");
        assertThat(settings.warehouse()).contains("/data/warehouse");
        assertThat(settings.uri()).isEmpty();
        assertThat(settings.namespace()).isEqualTo(Namespace.of("default"));
        assertThat(settings.newTables().formatVersion()).isEqualTo(2);
        assertThat(settings.newTables().partitions()).isEqualTo(FieldList.NONE);
        assertThat(settings.newTables().order()).isEqualTo(FieldList.NONE);
        assertThat(settings.newTables().properties()).isEmpty();
        assertThat(settings.filePer()).isEqualTo(FilePer.MICROBATCH);
        assertThat(settings.keepSnapshots()).isEqualTo(100);
        assertThat(settings.keepSnapshotsFor()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void explicit_mappings() {
        IcebergSettings settings = settings("iceberg:?catalog=rest&uri=https://host/api&warehouse=wh&catalog-name=c"
                + "&namespace=a.b&format-version=3&partition-by=day(time)&sort-by=address&file-per=commit"
                + "&keep-snapshots=5&keep-snapshots-for=2d&iceberg.token=s3cret&table.a.b=c&s3.region=r");

        assertThat(settings.catalog()).isEqualTo(CatalogKind.REST);
        assertThat(settings.uri()).contains("https://host/api");
        assertThat(settings.warehouse()).contains("wh");
        assertThat(settings.catalogName()).isEqualTo("c");
        assertThat(settings.namespace()).isEqualTo(Namespace.of("a", "b"));
        assertThat(settings.newTables().formatVersion()).isEqualTo(3);
        assertThat(settings.newTables().partitions().items()).hasSize(1);
        assertThat(settings.newTables().order().items()).hasSize(1);
        assertThat(settings.newTables().properties()).containsExactly(Map.entry("a.b", "c"));
        assertThat(settings.filePer()).isEqualTo(FilePer.COMMIT);
        assertThat(settings.keepSnapshots()).isEqualTo(5);
        assertThat(settings.keepSnapshotsFor()).isEqualTo(Duration.ofDays(2));
        assertThat(settings.properties())
                .containsEntry("token", Secret.of("s3cret"))
                .containsEntry("s3.region", Secret.of("r"));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iceberg: | warehouse is missing",
                "iceberg:?catalog=hadoop | warehouse is missing",
                "iceberg:/a?warehouse=/b | not both",
                "iceberg:?catalog=rest | needs its server's URL",
                "iceberg:?catalog=impl | iceberg.catalog-impl",
                "iceberg:s3://bucket/warehouse | catalog=hadoop",
                "iceberg:/a?format-version=1 | 2 or 3",
                "iceberg:/a?partition-by=week(time) | no transform",
                "iceberg:/a?partition-by=bucket(time) | no transform",
                "iceberg:/a?partition-by=day(time | no list of columns",
                "iceberg:/a?catalogue=rest | did you mean 'catalog'"
            })
    void what_leads_nowhere_is_refused(String uri, String words) {
        AmpException refusal = catchThrowableOfType(AmpException.class, () -> settings(uri.strip()));
        assertThat(refusal.code()).isEqualTo(LoadError.CONFIG_INVALID);
        assertThat(refusal).hasMessageContaining(words.strip());
    }

    @Test
    void tables_are_named_with_and_without_a_namespace() {
        IcebergSettings settings = settings("iceberg:/data/warehouse?namespace=eth");

        assertThat(settings.identifier(TableName.parse("logs"))).isEqualTo(TableIdentifier.of("eth", "logs"));
        assertThat(settings.identifier(TableName.parse("\"a.b\".logs")))
                .isEqualTo(TableIdentifier.of("a", "b", "logs"));
    }

    @Test
    void lists_of_fields_become_partitions() {
        PartitionSpec spec =
                FieldList.parse("day(time), bucket(16, address) ,\"odd, name\"").partitionsOf(SCHEMA);

        assertThat(spec.fields())
                .extracting(field -> field.transform() + " " + field.sourceId())
                .containsExactly("day 1", "bucket[16] 2", "identity 3");
    }

    @Test
    void a_partition_of_a_column_that_is_not_there_is_refused() {
        AmpException refusal = catchThrowableOfType(
                AmpException.class, () -> FieldList.parse("day(missing)").partitionsOf(SCHEMA));
        assertThat(refusal.code()).isEqualTo(LoadError.CONFIG_INVALID);
        assertThat(refusal).hasMessageContaining("missing");
    }
}
