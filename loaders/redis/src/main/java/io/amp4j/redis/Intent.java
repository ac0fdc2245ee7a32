package io.amp4j.redis;

import java.util.List;

/**
 * What a unit that takes several transactions is about, noted before its first. Whoever finds it finishes what is committed and undoes what is not.
 *
 * @param phase whether its commit has happened
 * @param rows where its new rows stand
 * @param swept the batches that it deletes, once it is committed
 * @param added the batches that it writes
 */
record Intent(Phase phase, Rows rows, List<BatchName> swept, List<BatchName> added) {
    /** Whether the commit has happened. */
    enum Phase {
        /** Not yet: to be undone. */
        OPEN,
        /** It has: to be finished. */
        COMMITTED
    }

    /** Where new rows stand before the commit. */
    enum Rows {
        /** In their place. */
        PLACED,
        /** Under names that no reader knows. */
        STAGED
    }

    Intent {
        swept = List.copyOf(swept);
        added = List.copyOf(added);
    }

    Intent committed() {
        return new Intent(Phase.COMMITTED, rows, swept, added);
    }

    String text() {
        return phase + " " + rows + " " + BatchName.join(swept) + " " + BatchName.join(added);
    }

    static Intent parse(String text) {
        String[] parts = text.split(" ");
        if (parts.length != 4) {
            throw new IllegalArgumentException("'" + text + "' is no intent");
        }
        return new Intent(
                Phase.valueOf(parts[0]), Rows.valueOf(parts[1]), BatchName.split(parts[2]), BatchName.split(parts[3]));
    }
}
