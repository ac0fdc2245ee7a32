package io.amp4j.redis;

/** What becomes of a unit that is too large for one transaction. */
enum LargeUnits {
    /** It is written in several, under an intent: exact at rest. */
    CHUNKS,
    /** It is refused: what is loaded is atomic. */
    REFUSE
}
