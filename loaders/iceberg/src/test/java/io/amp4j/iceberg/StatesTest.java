package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/** States of any size ride in snapshots, and outlive the clean-up of others. */
class StatesTest extends IcebergTest {
    private static final int RECORDS = 400;
    private static final int MORE_COMMITS = 45;

    @Test
    void a_large_state_stays_out_of_the_summary_and_outlives_expiry() {
        StreamState before;
        try (Loader loader = loader("keep-snapshots=0");
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            commitRecords(session, 0, RECORDS);
            for (int i = 0; i < MORE_COMMITS; i++) {
                commitRecords(session, RECORDS + i, 1);
            }
            before = session.recover();
        }
        Table table = store.load("blocks");
        for (Snapshot snapshot : table.snapshots()) {
            assertThat(snapshot.summary().get(StateSnapshots.KEY).length()).isLessThanOrEqualTo(6_000);
        }
        assertThat(table.statisticsFiles().stream().map(StatisticsFile::path).distinct())
                .as("bases: one for many commits")
                .hasSizeBetween(2, 6);
        table.newFastAppend().commit();
        table.newFastAppend().commit();
        table.expireSnapshots()
                .expireSnapshotId(olderThanStates(table))
                .retainLast(3)
                .expireOlderThan(Long.MAX_VALUE)
                .commit();

        assertThat(loader().states(Optional.empty())).containsExactly(before);
        assertThat(before.records()).hasSize(RECORDS + MORE_COMMITS);
        assertThat(table.statisticsFiles()).hasSize(1);
    }

    private static long olderThanStates(Table table) {
        return table.history().get(0).snapshotId();
    }

    @Test
    void a_base_that_is_gone_is_said_to_be_unreadable() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            commitRecords(session, 0, RECORDS);
        }
        Table table = store.load("blocks");
        table.statisticsFiles().forEach(file -> table.io().deleteFile(file.path()));

        assertThat(failure(() -> loader().states(Optional.empty())).code()).isEqualTo(LoadError.STATE_UNREADABLE);
        assertThat(failure(() -> loader().open(Blocks.request("blocks"))).code())
                .isEqualTo(LoadError.STATE_UNREADABLE);
    }

    @Test
    void old_snapshots_expire_and_the_state_stays() {
        try (Loader loader = loader("keep-snapshots=3", "keep-snapshots-for=0s");
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            for (int i = 0; i < MORE_COMMITS; i++) {
                commitRecords(session, i, 1);
            }
        }
        assertThat(store.load("blocks").snapshots()).hasSizeBetween(3, 25);
        assertThat(loader().states(Optional.empty()).get(0).records()).hasSize(MORE_COMMITS);
    }

    @Test
    void a_microbatch_without_rows_has_no_file() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            commitRecords(session, 0, 1);
            BlockRange empty = Blocks.range("a", 0, 0);
            try (Unit unit = session.begin()) {
                assertThat(unit.delete(List.of(Blocks.record(empty)))).isZero();
                unit.commit(new StateChange(List.of(Blocks.record(empty)), List.of(), null));
            }
            assertThat(session.recover().records()).isEmpty();
        }
    }

    /** Records without rows, a block each. */
    private static void commitRecords(LoadSession session, int first, int count) {
        List<StreamRecord> added = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            added.add(Blocks.record(Blocks.range("a", i, i)));
        }
        try (Unit unit = session.begin()) {
            unit.commit(new StateChange(List.of(), added, null));
        }
    }
}
