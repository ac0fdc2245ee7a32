package io.amp4j.loader.testkit;

/** Where a job can be stopped. */
public enum Step {
    /** A session is about to be opened: from here on whatever a dead job left is recovered. */
    BEFORE_OPEN,
    /** A session is open. */
    AFTER_OPEN,
    /** A unit is about to begin. */
    BEFORE_BEGIN,
    /** A unit has deleted rows. */
    AFTER_DELETE,
    /** A unit has written a batch. */
    AFTER_WRITE,
    /** A unit is about to be committed. */
    BEFORE_COMMIT,
    /** A unit was committed, and the job does not know it yet. */
    AFTER_COMMIT,
    /** A session is about to recover from a failure. */
    BEFORE_RECOVER
}
