package io.amp4j.loader.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIndexTest {
    private static final int LABELS = 5_000;
    private static final KeyIndex.Complaints COMPLAINTS = new KeyIndex.Complaints() {
        @Override
        public AmpException noKey(int row) {
            return new AmpException(LabelError.KEY, "no key in " + row);
        }

        @Override
        public AmpException duplicate(int row, int earlier) {
            return new AmpException(LabelError.KEY, row + " has the key of " + earlier);
        }
    };

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(7);

    @AfterEach
    void nothing_is_left_allocated() {
        allocator.close();
    }

    /** 8, 12, 20 and 28 fill what two or more keys of a line have; 3 is less than a word; 29 and 32 are too long for that. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8, 12, 13, 20, 28, 29, 32})
    void finds_keys_of_one_length(int width) {
        findsEachAndNoOther(distinct(2 * LABELS, ignored -> width));
    }

    @Test
    void finds_keys_of_many_lengths() {
        findsEachAndNoOther(distinct(2 * LABELS, i -> 2 + i % 40));
    }

    @Test
    void a_key_of_zeros_is_a_key() {
        byte[] zeros = new byte[20];
        byte[] other = key(20);
        assertThat(find(List.of(other), List.of(zeros, other))).containsExactly(-1, 0);
        assertThat(find(List.of(other, zeros), List.of(zeros, other))).containsExactly(1, 0);
    }

    @Test
    void a_key_of_another_length_or_none_is_not_there() {
        byte[] key = key(20);
        byte[] longer = Arrays.copyOf(key, 21);
        byte[] shorter = Arrays.copyOf(key, 19);
        List<byte[]> asked = new ArrayList<>(List.of(longer, key, shorter, new byte[0]));
        asked.add(null);
        assertThat(find(List.of(key, key(20)), asked)).containsExactly(-1, 0, -1, -1, -1);
    }

    @Test
    void no_labels_are_an_index_too() {
        assertThat(find(List.of(), List.of(key(20), new byte[0]))).containsExactly(-1, -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 32})
    void two_labels_with_one_key_are_refused(int width) {
        List<byte[]> keys = new ArrayList<>(distinct(LABELS, ignored -> width));
        keys.add(keys.get(17));
        assertRefused(() -> find(keys, List.of()), LABELS + " has the key of 17");
    }

    @Test
    void a_label_without_a_key_is_refused() {
        List<byte[]> keys = new ArrayList<>(List.of(key(20)));
        keys.add(null);
        assertRefused(() -> find(keys, List.of()), "no key in 1");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(AmpException.class).hasMessageContaining(message);
    }

    private void findsEachAndNoOther(List<byte[]> keys) {
        int[] found = find(keys.subList(0, LABELS), keys);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(found[i]).isEqualTo(i < LABELS ? i : -1);
        }
    }

    private List<byte[]> distinct(int count, IntUnaryOperator length) {
        List<byte[]> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (keys.size() < count) {
            byte[] key = key(length.applyAsInt(keys.size()));
            if (seen.add(Arrays.toString(key))) {
                keys.add(key);
            }
        }
        Collections.shuffle(keys, random);
        return keys;
    }

    private byte[] key(int length) {
        byte[] key = new byte[length];
        random.nextBytes(key);
        return key;
    }

    private int[] find(List<byte[]> labels, List<byte[]> asked) {
        try (VarBinaryVector labelKeys = vector(labels);
                VarBinaryVector askedKeys = vector(asked);
                Keys keys = new Keys(KeyForm.BYTES, ArrowType.Binary.INSTANCE)) {
            keys.bind(labelKeys, labels.size());
            try (KeyIndex index = KeyIndex.of(keys, labels.size(), allocator, COMPLAINTS)) {
                keys.bind(askedKeys, asked.size());
                int[] found = new int[asked.size()];
                int hits = index.find(keys, asked.size(), new long[asked.size()], found);
                assertThat(Arrays.stream(found).filter(row -> row >= 0)).hasSize(hits);
                return found;
            }
        }
    }

    private VarBinaryVector vector(List<byte[]> values) {
        VarBinaryVector vector = new VarBinaryVector("key", allocator);
        vector.allocateNew();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null) {
                vector.setSafe(i, values.get(i));
            }
        }
        vector.setValueCount(values.size());
        return vector;
    }
}
