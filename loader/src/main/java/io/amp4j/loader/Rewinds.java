package io.amp4j.loader;

import io.amp4j.client.AmpException;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.RewindPlan.Deletion;
import io.amp4j.loader.internal.Histories;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Optional;

/** Plans what goes when a stream is taken back, and does it in one commit. */
final class Rewinds {
    private static final long NOT_COUNTED = -1;

    private Rewinds() {}

    static StreamState state(Loader loader, String streamId) {
        return loader.states(Optional.empty()).stream()
                .filter(state -> state.header().streamId().equals(streamId))
                .findFirst()
                .orElseThrow(() -> new AmpException(
                        LoadError.STREAM_UNKNOWN,
                        "the destination has no stream '" + streamId + "'; ask for its status to see which it has"));
    }

    static RewindPlan rewind(StreamState state, long toBlock) {
        return plan(state, toBlock + 1, Deletion.BY_ID);
    }

    static RewindPlan repair(StreamState state, long fromBlock) {
        boolean mergedStays = state.records().stream()
                .anyMatch(record -> record.isMerged() && record.range().end() < fromBlock);
        return plan(state, fromBlock, mergedStays ? Deletion.BY_ID : Deletion.BY_SCAN);
    }

    /** A scan cannot tell the rows of a merged record that stays: where one merged record goes, the first of them and all after it go. */
    private static RewindPlan plan(StreamState state, long firstBlock, Deletion deletion) {
        StreamHistory history = Histories.of(state);
        List<StreamRecord> voided = history.recordsFrom(firstBlock);
        if (voided.stream().noneMatch(StreamRecord::isMerged)) {
            return plan(state, voided, deletion);
        }
        long firstMerged = state.records().stream()
                .filter(StreamRecord::isMerged)
                .mapToLong(record -> record.range().start())
                .min()
                .orElseThrow();
        return plan(state, history.recordsFrom(firstMerged), Deletion.BY_SCAN);
    }

    private static RewindPlan plan(StreamState state, List<StreamRecord> voided, Deletion deletion) {
        StreamHistory rest = Histories.of(state).minus(voided);
        Cursor cursor = rest.cursor().orElse(null);
        return new RewindPlan(state, voided, deletion, cursor);
    }

    static long carryOut(Loader loader, RewindPlan plan) {
        if (plan.isEmpty()) {
            return 0;
        }
        try (LoadSession session =
                loader.open(LoadRequest.toDelete(plan.state().header(), LoadRequest.ResumePolicy.RESUME))) {
            if (!session.opened().records().equals(plan.state().records())) {
                throw new AmpException(
                        LoadError.STATE_CHANGED,
                        "stream '" + plan.state().header().streamId()
                                + "' was changed since the plan was made; plan again");
            }
            return commitOrFindOut(session, plan);
        }
    }

    /** Where the answer to a commit was lost, the state tells whether it happened. */
    private static long commitOrFindOut(LoadSession session, RewindPlan plan) {
        try {
            return commit(session, plan);
        } catch (AmpException e) {
            long before = session.opened().header().seq();
            if (!e.retryable() || session.recover().header().seq() == before) {
                throw e;
            }
            return NOT_COUNTED;
        }
    }

    private static long commit(LoadSession session, RewindPlan plan) {
        try (Unit unit = session.begin()) {
            long rows =
                    plan.deletion() == Deletion.BY_ID ? unit.delete(plan.voided()) : unit.deleteUnnamed(plan.voided());
            unit.commit(new StateChange(plan.voided(), List.of(), null));
            return rows;
        }
    }
}
