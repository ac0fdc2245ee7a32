package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.RetryPolicy;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The waiting part of recovering: decides whether to try again, says so, and waits. Used by the job's thread. */
final class Recovery {
    private final RetryPolicy policy;
    private final RetryPolicy forData;
    private final LoadClock clock;
    private final JobMonitor monitor;
    private final CancelSignal cancel;
    /** Jitter needs no secrecy, only that jobs differ. */
    private final Random random = new Random();

    private int failures;
    private int emptyAnswers;
    private @Nullable Long failingSince;

    Recovery(RetryPolicy policy, LoadClock clock, JobMonitor monitor, CancelSignal cancel) {
        this.policy = policy;
        this.forData = new RetryPolicy(
                RetryPolicy.KEEP_TRYING.firstDelay(),
                RetryPolicy.KEEP_TRYING.longestDelay(),
                policy.jitter(),
                RetryPolicy.KEEP_TRYING.attempts(),
                RetryPolicy.KEEP_TRYING.time());
        this.clock = clock;
        this.monitor = monitor;
        this.cancel = cancel;
    }

    /** Something was committed: what failed before is forgotten. */
    void progressed() {
        failures = 0;
        emptyAnswers = 0;
        failingSince = null;
    }

    /**
     * Waits until it is time to try again.
     *
     * @throws AmpException the failure itself if it is for good, {@link LoadError#RETRIES_EXHAUSTED} if the policy gives up,
     *     {@link LoadError#CANCELLED} if the job shall end
     */
    void pause(AmpException failure) {
        cancel.check();
        if (!failure.retryable()) {
            throw failure;
        }
        Duration delay = nextDelay(failure);
        monitor.tell(new LoadEvent.Retrying(failure, failures, delay));
        sleep(delay);
    }

    private Duration nextDelay(AmpException failure) {
        long now = clock.nanos();
        if (failingSince == null) {
            failingSince = now;
        }
        failures++;
        return policy.delay(failures, Duration.ofNanos(now - failingSince), random)
                .orElseThrow(() -> exhausted(failure));
    }

    private AmpException exhausted(AmpException failure) {
        return new AmpException(
                LoadError.RETRIES_EXHAUSTED,
                "gave up after " + (failures - 1) + " retries without progress; the last failure was "
                        + failure.getMessage(),
                failure);
    }

    /** Waits until it is time to ask again for what is not there yet. That is no failure, so the policy's limits don't count. */
    void pauseForData() {
        emptyAnswers++;
        Duration delay = forData.delay(emptyAnswers, Duration.ZERO, random).orElseThrow();
        monitor.tell(new LoadEvent.NothingYet(delay));
        sleep(delay);
    }

    /** Calls until the call succeeds or fails for good. */
    <T> T insist(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (AmpException e) {
                pause(e);
            }
        }
    }

    private void sleep(Duration delay) {
        clock.await(delay, cancel.future());
        cancel.check();
    }
}
