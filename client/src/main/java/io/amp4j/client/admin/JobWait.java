package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How to wait for a job: for how long, until what, and who is told of its progress. Immutable; each method gives another wait.
 */
public final class JobWait {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Optional<Duration> limit;
    private final OptionalLong block;
    private final Duration interval;
    private final Consumer<JobProgress> listener;

    private JobWait(Optional<Duration> limit, OptionalLong block, Duration interval, Consumer<JobProgress> listener) {
        this.limit = limit;
        this.block = block;
        this.interval = interval;
        this.listener = listener;
    }

    /**
     * Until the job ends, however long that takes. A continuous job does not end by itself.
     *
     * @return the wait
     */
    public static JobWait forEver() {
        return new JobWait(Optional.empty(), OptionalLong.empty(), INTERVAL, progress -> {});
    }

    /**
     * Until the job ends, but no longer than a time.
     *
     * @param time more than zero
     * @return the wait
     */
    public static JobWait atMost(Duration time) {
        return new JobWait(Optional.of(positive(time)), OptionalLong.empty(), INTERVAL, progress -> {});
    }

    /**
     * As this, but content when every table has a block, whether the job goes on or not.
     *
     * @param number the block
     * @return the wait
     */
    public JobWait untilBlock(long number) {
        return new JobWait(limit, OptionalLong.of(number), interval, listener);
    }

    /**
     * As this, asking at another pace; once a second unless set.
     *
     * @param pace more than zero
     * @return the wait
     */
    public JobWait every(Duration pace) {
        return new JobWait(limit, block, positive(pace), listener);
    }

    /**
     * As this, telling somebody of each answer, in the thread that waits.
     *
     * @param progress told at the beginning, then at each look
     * @return the wait
     */
    public JobWait reporting(Consumer<JobProgress> progress) {
        return new JobWait(limit, block, interval, progress);
    }

    private static Duration positive(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new AmpException(ClientError.BAD_OPTION, "waiting takes a time of more than zero");
        }
        return time;
    }

    Optional<Duration> limit() {
        return limit;
    }

    OptionalLong block() {
        return block;
    }

    Duration interval() {
        return interval;
    }

    Consumer<JobProgress> listener() {
        return listener;
    }
}
