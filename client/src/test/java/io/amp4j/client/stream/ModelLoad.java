package io.amp4j.client.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A load into memory that does what the machine says, dies wherever chance wants, and checks itself at every commit. */
final class ModelLoad {
    private static final String NO_SUCH_BLOCK = "0xnone";

    private final ModelChain chain;
    private final Random random;
    private final StreamOrigin origin;
    private final Retention retention;
    private final int longest;
    private final double commitChance;

    private final Map<BatchId, List<String>> rows = new HashMap<>();
    private StreamHistory history;

    private Map<BatchId, List<String>> staged = new HashMap<>();
    private Set<BatchId> toDelete = new HashSet<>();
    private StreamPosition position;
    private ModelStream stream;

    private double crashChance;
    private boolean mergedWasVoid;
    private int resumes;
    private int commits;
    private int repairs;
    private long lastResume = Long.MAX_VALUE;
    private boolean chainIsStill;

    ModelLoad(ModelChain chain, Random random, StreamOrigin origin) {
        this.chain = chain;
        this.random = random;
        this.origin = origin;
        this.retention = random.nextInt(3) == 0 ? new Retention(5 + random.nextInt(40)) : Retention.FOREVER;
        this.longest = 1 + random.nextInt(9);
        this.commitChance = random.nextInt(3) == 0 ? 1 : random.nextDouble();
        this.crashChance = random.nextInt(2) * 0.05;
        history = StreamHistory.empty(origin);
        position = StreamPosition.resuming(history);
        stream = connect();
    }

    private ModelStream connect() {
        Cursor cursor = position.startedBehind().orElse(null);
        if (cursor == null && origin instanceof StreamOrigin.FromBlock from) {
            cursor = Cursor.of(ModelChain.NETWORK, from.block(), NO_SUCH_BLOCK);
        }
        return new ModelStream(chain, random, longest, cursor);
    }

    /** Dies, or loses the connection: all that is not committed is gone. */
    void restart() {
        staged = new HashMap<>();
        toDelete = new HashSet<>();
        position = StreamPosition.resuming(history);
        stream = connect();
    }

    void chainChanged() {
        noteVoidMerged();
        lastResume = Long.MAX_VALUE;
    }

    /** From here on the chain stays as it is and nothing fails: every step must bring the load closer to its end. */
    void chainIsStill() {
        chainIsStill = true;
        crashChance = 0;
    }

    private void noteVoidMerged() {
        mergedWasVoid |= history.records().stream()
                .filter(StreamRecord::isMerged)
                .map(StreamRecord::range)
                .anyMatch(range -> !chain.isCanonical(range.end(), Objects.requireNonNull(range.hash())));
    }

    /** Handles the next message, if there is one. */
    boolean pull() {
        ModelStream.Sent sent = stream.next();
        if (sent == null) {
            return false;
        }
        try {
            handle(sent.message(), sent.rows());
        } catch (AmpException e) {
            repair(e);
        }
        return true;
    }

    private void handle(Message message, List<String> messageRows) {
        Step step = position.on(message);
        if (random.nextInt(20) == 0) {
            assertThat(StreamPosition.fromJson(step.position().toJson())).isEqualTo(step.position());
        }
        for (Action action : step.actions()) {
            if (random.nextDouble() < crashChance) {
                restart();
                return;
            }
            if (action instanceof Action.Commit again) {
                commit();
                handle(again.again(), messageRows);
                return;
            }
            if (action instanceof Action.Resume resume) {
                resume(resume, step.position());
                return;
            }
            apply(action, messageRows);
        }
        position = step.position();
        if (position.committable() && random.nextDouble() < commitChance) {
            commit();
        }
    }

    private void apply(Action action, List<String> messageRows) {
        if (action instanceof Action.Void voids) {
            assertThat(staged).as("deletions come first").isEmpty();
            voids.records().forEach(record -> {
                assertThat(history.records()).contains(record);
                toDelete.add(Objects.requireNonNull(record.id()));
            });
        }
        if (action instanceof Action.Write write) {
            staged.computeIfAbsent(write.id(), id -> new ArrayList<>()).addAll(messageRows);
        }
        if (action instanceof Action.Close close) {
            staged.putIfAbsent(Objects.requireNonNull(close.record().id()), new ArrayList<>());
        }
    }

    private void resume(Action.Resume resume, StreamPosition next) {
        resumes++;
        Cursor cursor = resume.cursor();
        long number = cursor == null
                ? -1
                : Objects.requireNonNull(cursor.blocks().get(ModelChain.NETWORK))
                        .number();
        if (chainIsStill && resume.reorg().kind() != Reorg.Kind.INTERRUPTED) {
            assertThat(number).as("goes back, never in a circle").isLessThan(lastResume);
            lastResume = number;
        }
        staged = new HashMap<>();
        toDelete = new HashSet<>();
        position = next;
        stream = connect();
    }

    void commit() {
        UnitChange change = position.unit(retention);
        rows.keySet().removeAll(toDelete);
        staged.forEach((id, added) ->
                assertThat(rows.put(id, added)).as("%s twice", id).isNull());
        assertThat(staged.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        change.added().stream().map(StreamRecord::id).toList());
        history = history.apply(change);
        position = position.committed(change.recordsAdded());
        assertThat(position.history()).isEqualTo(history);
        staged = new HashMap<>();
        toDelete = new HashSet<>();
        lastResume = Long.MAX_VALUE;
        commits++;
        noteVoidMerged();
        assertThat(history.gaps()).isEmpty();
        change.added().forEach(this::checkRows);
    }

    private void checkRows(StreamRecord record) {
        List<ModelChain.Block> blocks = chain.ancestry(record.range());
        if (blocks != null && !rowsOf(blocks).equals(rows.get(record.id()))) {
            throw new AssertionError("rows of " + record + ": " + rows.get(record.id()));
        }
    }

    private void repair(AmpException e) {
        assertThat(e.code()).as("%s", e).isEqualTo(StreamError.BELOW_RETENTION);
        assertThat(mergedWasVoid)
                .as("only a fork below the retention is refused")
                .isTrue();
        long from = history.records().get(0).range().end();
        history = history.apply(history.rewind(from));
        assertThat(history.isEmpty()).isTrue();
        rows.clear();
        repairs++;
        mergedWasVoid = false;
        restart();
    }

    boolean isAtHead() {
        return history.newest().map(r -> r.range().end() == chain.head()).orElse(false);
    }

    void checkCanonical() {
        long start = history.oldest().orElseThrow().range().start();
        if (origin instanceof StreamOrigin.FromBlock from) {
            assertThat(start).isLessThanOrEqualTo(from.block());
        } else {
            assertThat(start).isEqualTo(chain.earliest());
        }
        List<String> all = new ArrayList<>();
        rows.values().forEach(all::addAll);
        List<String> canonical = rowsOf(chain.blocks(start, chain.head()));
        Collections.sort(all);
        Collections.sort(canonical);
        assertThat(all).isEqualTo(canonical);
        BlockRange newest = history.newest().orElseThrow().range();
        assertThat(chain.isCanonical(newest.end(), Objects.requireNonNull(newest.hash())))
                .isTrue();
        assertThat(history.gaps()).isEmpty();
    }

    private static List<String> rowsOf(List<ModelChain.Block> blocks) {
        List<String> rows = new ArrayList<>();
        blocks.forEach(block -> rows.addAll(block.rows()));
        return rows;
    }

    int resumes() {
        return resumes;
    }

    int commits() {
        return commits;
    }

    int repairs() {
        return repairs;
    }

    @Nullable
    StreamRecord newest() {
        return history.newest().orElse(null);
    }
}
