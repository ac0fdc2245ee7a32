package io.amp4j.client.stream;

import io.amp4j.client.BlockRange;
import java.util.ArrayList;
import java.util.List;

/** Feeds a machine, does what it says, and keeps what it said. Units are committed when the test says so. */
final class Follower {
    private StreamPosition position;
    private final List<Action> said = new ArrayList<>();

    Follower(StreamPosition position) {
        this.position = position;
    }

    static Follower of(StreamHistory history) {
        return new Follower(StreamPosition.resuming(history));
    }

    /** A whole microbatch with rows. */
    List<Action> microbatch(BlockRange range) {
        List<Action> actions = new ArrayList<>(message(Ranges.data(range)));
        if (actions.stream().noneMatch(Action.Resume.class::isInstance)) {
            actions.addAll(message(Ranges.close(range)));
        }
        return actions;
    }

    /** One message; a commit that it asks for is made, and the message offered again. */
    List<Action> message(Message message) {
        Step step = position.on(message);
        position = step.position();
        List<Action> actions = new ArrayList<>(step.actions());
        said.addAll(actions);
        if (actions.size() == 1 && actions.get(0) instanceof Action.Commit commit) {
            commit();
            actions.addAll(message(commit.again()));
        }
        return actions;
    }

    void commit() {
        commit(Retention.FOREVER);
    }

    UnitChange commit(Retention retention) {
        UnitChange change = position.unit(retention);
        position = position.committed(
                change.recordsAdded().stream().map(Ranges::stamped).toList());
        return change;
    }

    /** The process dies; the next one knows only what was committed. */
    Follower crash() {
        return Follower.of(position.history());
    }

    StreamPosition position() {
        return position;
    }

    List<BlockRange> committed() {
        return position.history().records().stream().map(StreamRecord::range).toList();
    }

    List<Action> said() {
        return List.copyOf(said);
    }
}
