package io.amp4j.loader.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadError;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CrewTest {
    /** Interrupts who waits once, then lets the work go on. */
    private static final class InterruptingClock implements LoadClock {
        private final CompletableFuture<Void> goOn = new CompletableFuture<>();
        private boolean interrupted;

        @Override
        public Instant now() {
            return SYSTEM.now();
        }

        @Override
        public long nanos() {
            return SYSTEM.nanos();
        }

        @Override
        public void await(Duration time, Future<?> wake) {
            if (!interrupted) {
                interrupted = true;
                Thread.currentThread().interrupt();
                throw new AmpException(LoadError.CANCELLED, "interrupted");
            }
            goOn.complete(null);
            SYSTEM.await(time, wake);
        }
    }

    @Test
    void waits_for_what_has_begun_though_the_waiting_thread_is_interrupted() {
        InterruptingClock clock = new InterruptingClock();
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Crew crew = new Crew(work -> new Thread(work).start(), clock);
        crew.run(() -> {
            begun.complete(null);
            clock.goOn.join();
            ended.set(true);
        });
        begun.join();

        crew.end();

        assertThat(ended).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void does_not_wait_for_what_never_begins() {
        Crew crew = new Crew(work -> {}, LoadClock.SYSTEM);
        CompletableFuture<Boolean> call = crew.call(() -> true);

        crew.end();

        assertThat(call).isNotDone();
    }
}
