package io.amp4j.loader.testkit;

import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.Unit;

/** What a child process loads. */
enum ChildTask {
    /** The commits of {@link KillScript}. */
    STREAM,
    /** One batch load that adds rows. */
    APPEND,
    /** One batch load that replaces all rows. */
    OVERWRITE;

    static final String LOAD_ID = "the child's load";
    static final BlockRange LOADED = Forks.range("a", 100, 119);

    /** The batch load, unless it was committed before. */
    static void load(TestJob job, LoadMode mode) {
        if (job.loaded(LOAD_ID).isPresent()) {
            return;
        }
        try (Unit unit = job.session().begin()) {
            if (mode == LoadMode.OVERWRITE) {
                unit.deleteAll();
            }
            job.writeLoad(unit, LOAD_ID, LOADED);
            job.finishLoad(unit, LOAD_ID, LOADED.blocks() * BlockRows.ROWS_A_BLOCK);
        }
    }
}
