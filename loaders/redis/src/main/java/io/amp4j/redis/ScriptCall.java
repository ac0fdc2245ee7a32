package io.amp4j.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * What every script of a session is given: the stream whose epoch must hold, and where a batch's rows stand.
 *
 * @param keys the table's keys
 * @param streamKey the stream's hash
 * @param epoch the session's epoch
 * @param structure how rows stand
 */
record ScriptCall(TableKeys keys, String streamKey, long epoch, Structure structure) {
    /** More rows than a batch has. */
    static final int ALL = 1_000_000_000;

    private static final int KEYS = 4;

    /** How many byte strings stand before what a caller adds. */
    static final int FIXED = 3 + KEYS + 5;

    List<String> begin(Scripts script, BatchName name, String fourthKey, int limit) {
        return new ArrayList<>(List.of(
                "EVAL",
                script.text(),
                String.valueOf(KEYS),
                streamKey,
                keys.index(name),
                keys.held(),
                fourthKey,
                String.valueOf(epoch),
                structure.word(),
                name.id(),
                name.toString(),
                String.valueOf(limit)));
    }

    String[] delete(BatchName name, int limit) {
        return begin(Scripts.DELETE, name, keys.batches(), limit).toArray(new String[0]);
    }

    String[] discard(BatchName name, int limit) {
        return begin(Scripts.DISCARD, name, keys.staged(name), limit).toArray(new String[0]);
    }

    String[] promote(BatchName name, int limit, long offset, String target) {
        List<String> call = begin(Scripts.PROMOTE, name, keys.staged(name), limit);
        call.add(String.valueOf(offset));
        call.add(target);
        return call.toArray(new String[0]);
    }

    String[] forget(BatchName name) {
        return begin(Scripts.FORGET, name, keys.batches(), 0).toArray(new String[0]);
    }

    String[] fence() {
        return begin(Scripts.FENCE, new BatchName("", ""), keys.batches(), 0).toArray(new String[0]);
    }
}
