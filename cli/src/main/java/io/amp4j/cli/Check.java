package io.amp4j.cli;

import java.time.Duration;

/**
 * A check that was made.
 *
 * @param name what was checked
 * @param finding what came of it
 * @param took how long it took
 */
record Check(String name, Finding finding, Duration took) {
    boolean has(Verdict verdict) {
        return finding.verdict() == verdict;
    }
}
