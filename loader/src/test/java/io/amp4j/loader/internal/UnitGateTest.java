package io.amp4j.loader.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadError;
import org.junit.jupiter.api.Test;

class UnitGateTest {
    @Test
    void who_is_interrupted_while_waiting_keeps_nobody_else_out() {
        UnitGate gate = new UnitGate(1, LoadClock.SYSTEM);
        gate.enter(new CancelSignal());

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.enter(new CancelSignal()))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();

        gate.leave();
        assertThat(gate.isFree()).isTrue();
    }

    @Test
    void who_is_cancelled_while_waiting_keeps_nobody_else_out() {
        UnitGate gate = new UnitGate(1, LoadClock.SYSTEM);
        gate.enter(new CancelSignal());

        CancelSignal cancelled = new CancelSignal();
        cancelled.request();
        assertThatThrownBy(() -> gate.enter(cancelled)).isInstanceOf(AmpException.class);

        gate.leave();
        assertThat(gate.isFree()).isTrue();
    }
}
