package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BlockRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReorgsTest {
    private final Reorgs reorgs = new Reorgs(0);

    @Test
    void ranges_that_follow_each_other_are_no_reorg() {
        assertThat(seen(range(0, 9, "h9", null))).isEmpty();
        assertThat(seen(range(0, 9, "h9", null))).isEmpty();
        assertThat(seen(range(10, 12, "h12", "h9"))).isEmpty();
    }

    @Test
    void a_range_that_starts_inside_the_last_one_voids_what_was_shown_from_there_on() {
        seen(range(0, 9, "h9", null));
        assertThat(seen(range(7, 10, "x10", "h6"))).containsExactly(7L);
        assertThat(seen(range(11, 11, "x11", "x10"))).isEmpty();
    }

    @Test
    void the_same_blocks_with_another_hash_are_a_reorg() {
        seen(range(0, 8, "h8", null));
        seen(range(9, 9, "h9", "h8"));
        assertThat(seen(range(9, 9, "x9", "h8"))).containsExactly(9L);
    }

    @Test
    void missing_blocks_are_an_error() {
        seen(range(0, 9, "h9", null));
        assertThatThrownBy(() -> seen(range(11, 12, "h12", "h10")))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("AMP-PROTOCOL-GAP");
    }

    @Test
    void a_forgotten_fork_is_an_error() {
        seen(range(0, 9, "h9", null));
        assertThatThrownBy(() -> seen(range(10, 12, "x12", "x9")))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("AMP-PROTOCOL-HASH-MISMATCH");
    }

    @Test
    void a_stream_that_begins_before_the_block_asked_for_is_an_error() {
        BatchMetadata first = new BatchMetadata(List.of(range(0, 9, "h9", null)), false);
        assertThatThrownBy(() -> new Reorgs(5).seenIn(first))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("cannot begin at block 5");
    }

    private List<Long> seen(BlockRange range) {
        return reorgs.seenIn(new BatchMetadata(List.of(range), true)).stream()
                .map(BlockRange::start)
                .toList();
    }

    private static BlockRange range(long start, long end, String hash, String prevHash) {
        return new BlockRange("anvil", start, end, hash, prevHash);
    }
}
