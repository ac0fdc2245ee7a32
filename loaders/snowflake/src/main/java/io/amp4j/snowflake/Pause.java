package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.time.Duration;

/** How time passes between two requests. */
interface Pause {
    /** Lets the thread sleep; one that is interrupted gives up, and stays interrupted. */
    Pause SLEEP = time -> {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    };

    void of(Duration time);

    static AmpException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AmpException(LoadError.DESTINATION_UNAVAILABLE, "interrupted while Snowpipe Streaming worked", e);
    }
}
