package io.amp4j.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import java.time.Duration;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadBuilderTest {
    /** A query that nobody may run. */
    private static final Query QUERY = new Query() {
        @Override
        public String sql() {
            return "SELECT 1";
        }

        @Override
        public Query withSql(String sql) {
            return this;
        }

        @Override
        public Schema schema() {
            throw new UnsupportedOperationException();
        }

        @Override
        public BatchStream batches() {
            throw new UnsupportedOperationException();
        }

        @Override
        public BatchStream stream(@Nullable Cursor cursor) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void defaults_of_every_load() {
        assertThat(LoadKeys.COMMIT_INTERVAL.defaultValue()).isEqualTo(Duration.ofSeconds(1));
        assertThat(LoadKeys.COMMIT_ROWS.defaultValue()).isEqualTo(1_000_000);
        assertThat(LoadKeys.COMMIT_BYTES.defaultValue()).isEqualTo(256L << 20);
        assertThat(LoadKeys.RETENTION.defaultValue()).isEqualTo(10_000);
        assertThat(LoadKeys.TABLE_POLICY.defaultValue()).isEqualTo(TablePolicy.CREATE_IF_MISSING);
        assertThat(LoadKeys.METADATA.defaultValue()).isEqualTo(MetadataColumns.BATCH_ID);
    }

    @Test
    void needs_a_table() {
        assertRefused(load -> load.to("store:x").stream(), "needs a table");
    }

    @Test
    void needs_a_destination() {
        assertRefused(load -> load.table("t").stream(), "needs a destination");
    }

    @Test
    void a_batch_load_has_no_first_block() {
        assertRefused(load -> load.table("t").fromBlock(1).append(), "for live streams");
    }

    @Test
    void a_live_stream_has_no_load_id() {
        assertRefused(load -> load.table("t").loadId("x").stream(), "for batch loads");
    }

    @Test
    void an_upsert_needs_key_columns() {
        assertRefused(load -> load.table("t").upsert(), "columns that identify");
    }

    @Test
    void blocks_are_a_span() {
        assertRefused(load -> load.table("t").fromBlock(5).toBlock(4).stream(), "no span");
    }

    private static void assertRefused(Function<LoadBuilder, Load> start, String message) {
        assertThatThrownBy(() -> start.apply(Loads.from(QUERY)))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.LOAD_INVALID))
                .hasMessageContaining(message);
    }
}
