package io.amp4j.loader.testkit;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is done at each step of a job. */
public interface Steps {
    /**
     * Called by the job's thread when it reaches a step; an exception is what the job gets from its loader.
     *
     * @param step the step
     */
    void reached(Step step);

    /**
     * Fails the first time that a step is reached, as if the connection had died.
     *
     * @param failing the step
     * @return steps that fail once, with a retryable error
     */
    static Steps failingOnceAt(Step failing) {
        AtomicBoolean failed = new AtomicBoolean();
        return step -> {
            if (step == failing && failed.compareAndSet(false, true)) {
                throw new AmpException(LoadError.DESTINATION_UNAVAILABLE, "the test cut the connection at " + step);
            }
        };
    }
}
