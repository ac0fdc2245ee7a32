package io.amp4j.loader;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;

/** The time that a load goes by. A test can give its own, so that an hour of waiting takes no time. Asked by several threads of a load at once. */
public interface LoadClock {
    /** The computer's clock. */
    LoadClock SYSTEM = new SystemLoadClock();

    /**
     * The time of day, for what is stored.
     *
     * @return now
     */
    Instant now();

    /**
     * A time that never goes back, for measuring.
     *
     * @return nanoseconds since some moment
     */
    long nanos();

    /**
     * Waits.
     *
     * @param time how long at most
     * @param wake ends the wait when it is done
     * @throws io.amp4j.client.AmpException with {@link LoadError#CANCELLED} if the thread is interrupted
     */
    void await(Duration time, Future<?> wake);
}
