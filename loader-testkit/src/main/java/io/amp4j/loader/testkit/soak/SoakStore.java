package io.amp4j.loader.testkit.soak;

import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;

/** A storage system of its own whose server can be killed. It starts running and empty. */
public interface SoakStore extends TestStore {
    /** Kills the server as a crash would, and returns when it is gone. */
    void killServer();

    /** Starts it again on the same data and under the same address. */
    void restartServer();

    /**
     * Checks what must hold at any moment, whether a loader runs or was just killed: what an atomic store promises.
     *
     * @param table the table; it may not be there yet
     * @throws IllegalStateException if a promise is broken
     */
    default void checkUnrecovered(TableName table) {
        // A store that is not atomic promises nothing before somebody has recovered it.
    }

    @Override
    default void loseState() {
        throw new UnsupportedOperationException("a soak loses no state");
    }
}
