package io.amp4j.client.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataReaderTest {
    private static BatchMetadata read(String json) {
        return MetadataReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_numbers_in_an_object_of_their_own() {
        BatchMetadata metadata = read("{\"ranges\":[{\"network\":\"anvil\",\"numbers\":{\"start\":0,\"end\":2},"
                + "\"hash\":\"0x0d\",\"prev_hash\":null,\"timestamp\":17}],\"ranges_complete\":true,\"more\":[{}]}");
        assertThat(metadata.ranges()).containsExactly(new BlockRange("anvil", 0, 2, "0x0d", null));
        assertThat(metadata.rangesComplete()).isTrue();
    }

    @Test
    void reads_the_flat_shape_of_older_peers() {
        BatchMetadata metadata = read(
                "{\"ranges\":[{\"network\":\"base\",\"start\":5,\"end\":9,\"hash\":\"0x9\",\"prev_hash\":\"0x4\"}]}");
        assertThat(metadata.ranges()).containsExactly(new BlockRange("base", 5, 9, "0x9", "0x4"));
        assertThat(metadata.rangesComplete()).isFalse();
    }

    @Test
    void reads_several_networks_and_none() {
        assertThat(read("{\"ranges\":[]}").ranges()).isEmpty();
        assertThat(
                        read("{\"ranges\":[{\"network\":\"a\",\"start\":1,\"end\":1},{\"network\":\"b\",\"start\":2,\"end\":3}]}")
                                .ranges())
                .extracting(BlockRange::network)
                .containsExactly("a", "b");
    }

    @Test
    void reads_the_largest_number() {
        assertThat(read("{\"ranges\":[{\"network\":\"a\",\"start\":9223372036854775807,\"end\":9223372036854775807}]}")
                        .ranges()
                        .get(0)
                        .end())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "null",
                "{}",
                "{\"ranges\":null}",
                "{\"ranges\":{}}",
                "{\"ranges\":[1]}",
                "{\"ranges\":[]",
                "{\"ranges\":[]}{}",
                "{\"ranges\":[],\"ranges\":[]}",
                "{\"ranges\":[],\"ranges_complete\":1}",
                "{\"ranges\":[{}]}",
                "{\"ranges\":[{\"network\":\"a\"}]}",
                "{\"ranges\":[{\"network\":\"\",\"start\":1,\"end\":1}]}",
                "{\"ranges\":[{\"network\":7,\"start\":1,\"end\":1}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":2,\"end\":1}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":-1,\"end\":1}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":1.5,\"end\":2}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":\"1\",\"end\":2}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":1,\"end\":9223372036854775808}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":1,\"end\":123456789012345678901234567890}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":1,\"numbers\":{\"start\":1,\"end\":2}}]}",
                "{\"ranges\":[{\"network\":\"a\",\"start\":1,\"end\":2,\"hash\":3}]}",
                "{\"ranges\":[{\"network\":\"a\",\"numbers\":[1,2]}]}",
            })
    void refuses(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_METADATA));
    }

    @Test
    void refuses_a_megabyte_of_open_brackets() {
        assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(1 << 20)))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_METADATA));
    }
}
