package io.amp4j.loader.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long SECOND = 1_000_000_000L;
    private final RateMeter meter = new RateMeter(0);

    @Test
    void counts_over_the_time_there_was() {
        meter.add(300, SECOND);

        assertThat(meter.perSecond(3 * SECOND)).isEqualTo(100);
    }

    @Test
    void forgets_what_is_older_than_ten_seconds() {
        meter.add(1_000_000, SECOND);
        meter.add(100, 30 * SECOND);

        assertThat(meter.perSecond(35 * SECOND)).isCloseTo(100 / 9.0, within(2.0));
    }

    @Test
    void a_steady_rate_stays_what_it_is() {
        for (int second = 0; second < 60; second++) {
            meter.add(50, second * SECOND);
        }

        assertThat(meter.perSecond(60 * SECOND - 1)).isCloseTo(50, within(1.0));
    }

    @Test
    void nothing_is_no_rate() {
        assertThat(meter.perSecond(0)).isZero();
    }
}
