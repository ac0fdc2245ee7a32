package io.amp4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl+C, SIGTERM: cancels what runs, and holds the end of the process back until the command has closed what it opened, for a
 * short while. The process then ends with 128 + signal, as is the custom.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 5;

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "amp-interruption");
    private volatile boolean happened;
    private volatile Runnable cancellation = () -> {};

    private Interruption() {}

    /** Starts to watch; close it last, when all else is closed. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What to cancel when it happens; at once if it already has. */
    void cancels(Runnable cancel) {
        cancellation = cancel;
        if (happened) {
            cancel.run();
        }
    }

    boolean happened() {
        return happened;
    }

    /** Waits until it happens. */
    void await() throws InterruptedException {
        interrupted.await();
    }

    private void interrupt() {
        happened = true;
        interrupted.countDown();
        cancellation.run();
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyShuttingDown) {
                happened = true;
            }
        }
    }
}
