package io.amp4j.client.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Waits for what will be so, with a limit. */
public final class Waiting {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int STEADY_LOOKS = 60;

    private Waiting() {}

    public static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT) {
                throw new AssertionError("still not so after 20 s");
            }
            LockSupport.parkNanos(LOOK);
        }
    }

    /** Until a number that rises has not done so for a while. */
    public static void untilSteady(IntSupplier number) {
        int last = -1;
        int looks = 0;
        while (looks < STEADY_LOOKS) {
            int now = number.getAsInt();
            looks = now == last && now > 0 ? looks + 1 : 0;
            last = now;
            LockSupport.parkNanos(LOOK);
        }
    }
}
