package io.amp4j.client.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "UInt64"                                                        | UInt64
            {"FixedSizeBinary": 20}                                         | FixedSizeBinary(20)
            {"Decimal128": [38, 0]}                                         | Decimal128(38, 0)
            {"Timestamp": ["Nanosecond", null]}                             | Timestamp(Nanosecond, null)
            {"List": {"name": "item", "data_type": "Utf8", "nullable": true}} | List(Utf8)
            {"Struct": [{"name": "a", "data_type": "Int32"}, {"name": "b", "data_type": {"FixedSizeBinary": 4}}]} | Struct(a: Int32, b: FixedSizeBinary(4))
            {"Dictionary": ["Int8", "Utf8"]}                                | Dictionary(Int8, Utf8)
            {"Brand": "New"}                                                | Brand(New)
            """)
    void types_read_as_people_write_them(String json, String text) {
        Manifest manifest = Manifest.parse("{\"kind\":\"evm-rpc\",\"tables\":{\"t\":{\"schema\":{\"arrow\":{\"fields\":"
                + "[{\"name\":\"c\",\"type\":" + json + ",\"nullable\":true}]}}}}}");
        assertThat(manifest.describe().tables().get(0).columns())
                .containsExactly(new ColumnDescription("c", text, true));
    }

    @Test
    void a_table_takes_its_network_from_the_manifest_unless_it_has_its_own() {
        Manifest manifest = Manifest.parse(
                "{\"kind\":\"evm-rpc\",\"network\":\"mainnet\",\"tables\":{\"a\":{},\"b\":{\"network\":\"base\"}}}");
        assertThat(manifest.describe().table("a").orElseThrow().network()).contains("mainnet");
        assertThat(manifest.describe().table("b").orElseThrow().network()).contains("base");
        assertThat(manifest.describe().table("c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"kind\":7}", "7"})
    void what_is_no_manifest_is_refused(String text) {
        assertThatThrownBy(() -> Manifest.parse(text))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_OPTION));
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Manifest.read(Path.of("no/such/manifest.json")))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("no/such/manifest.json");
    }

    @ParameterizedTest
    @CsvSource({
        "_/eth_rpc@1.0.0, _, eth_rpc, 1.0.0",
        "edgeandnode/mainnet, edgeandnode, mainnet, latest",
        "a/b@dev, a, b, dev"
    })
    void references_are_read(String text, String namespace, String name, String revision) {
        assertThat(DatasetRef.parse(text)).isEqualTo(new DatasetName(namespace, name).at(revision));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eth_rpc", "/x", "x/", "a/b/c", "a/b@", "a/b@1@2", "a b/c", "a/b@1/2"})
    void what_is_no_reference_is_refused(String text) {
        assertThatThrownBy(() -> DatasetRef.parse(text))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_OPTION));
    }
}
