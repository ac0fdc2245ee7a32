package io.amp4j.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySetTest {
    private static boolean add(KeySet set, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return set.add(bytes, 0, bytes.length);
    }

    @Test
    void keys_of_one_hash_are_told_apart() {
        KeySet set = new KeySet();
        // In a hash that multiplies by 31, these pairs are the same.
        assertThat(add(set, "AaAa")).isTrue();
        assertThat(add(set, "BBBB")).isTrue();
        assertThat(add(set, "AaBB")).isTrue();
        assertThat(add(set, "BBBB")).isFalse();
        assertThat(add(set, "")).isTrue();
        assertThat(add(set, "")).isFalse();
    }

    @Test
    void holds_what_a_set_of_the_jdk_holds() {
        KeySet set = new KeySet();
        Set<String> expected = new HashSet<>();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            String key = "t:" + random.nextInt(30_000) + "x".repeat(random.nextInt(20));
            assertThat(add(set, key)).isEqualTo(expected.add(key));
        }
    }
}
