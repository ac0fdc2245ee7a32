package io.amp4j.client.stream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A state that ends with the process. */
final class MemoryStateStore implements StreamStateStore {
    private volatile @Nullable String state;

    @Override
    public Optional<String> load() {
        return Optional.ofNullable(state);
    }

    @Override
    public void save(String now) {
        state = now;
    }
}
