package io.amp4j.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "4,5", "400,5"})
    void doubles_up_to_the_longest_delay(int attempt, int seconds) {
        RetryPolicy policy = new RetryPolicy(SECOND, Duration.ofSeconds(5), 0, 1_000, Duration.ofDays(1));

        assertThat(policy.delay(attempt, Duration.ZERO, random)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void spreads_delays_within_the_jitter() {
        RetryPolicy policy = new RetryPolicy(SECOND, SECOND, 0.25, 10, Duration.ofDays(1));

        for (int i = 0; i < 100; i++) {
            assertThat(policy.delay(1, Duration.ZERO, random).orElseThrow()).isBetween(Duration.ofMillis(750), SECOND);
        }
    }

    @Test
    void gives_up_after_its_attempts() {
        RetryPolicy policy = new RetryPolicy(SECOND, SECOND, 0, 2, Duration.ofDays(1));

        assertThat(policy.delay(2, Duration.ZERO, random)).isPresent();
        assertThat(policy.delay(3, Duration.ZERO, random)).isEmpty();
    }

    @Test
    void gives_up_after_its_time() {
        RetryPolicy policy = new RetryPolicy(SECOND, SECOND, 0, 1_000, Duration.ofMinutes(1));

        assertThat(policy.delay(1, Duration.ofMinutes(1), random)).isPresent();
        assertThat(policy.delay(1, Duration.ofSeconds(61), random)).isEmpty();
    }

    @Test
    void a_live_stream_keeps_trying() {
        assertThat(RetryPolicy.KEEP_TRYING.delay(1_000_000, Duration.ofDays(3_000), random))
                .hasValueSatisfying(
                        delay -> assertThat(delay).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30)));
    }

    @Test
    void none_never_tries_again() {
        assertThat(RetryPolicy.NONE.delay(1, Duration.ZERO, random)).isEmpty();
    }

    @Test
    void refuses_what_makes_no_sense() {
        assertThatThrownBy(() -> new RetryPolicy(SECOND, Duration.ZERO, 0, 1, SECOND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(SECOND, SECOND, 1.5, 1, SECOND))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
