package io.amp4j.client.stream;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the state of one stream, a short text, over restarts. One stream uses it at a time.
 *
 * <p>Who keeps the state where its own effects go (a row in the same database) can save it in the same transaction.
 */
public interface StreamStateStore {
    /**
     * The text that was saved last.
     *
     * @return the state, or empty if none was ever saved
     * @throws io.amp4j.client.AmpException if it cannot be read
     */
    Optional<String> load();

    /**
     * Replaces the state. Once it returns, {@link #load()} gives this text, also after a crash; if it throws, the old or this one.
     *
     * @param state the state
     * @throws io.amp4j.client.AmpException if it cannot be written
     */
    void save(String state);

    /**
     * A store that lasts as long as its object.
     *
     * @return an empty store, thread-safe
     */
    static StreamStateStore inMemory() {
        return new MemoryStateStore();
    }

    /**
     * A store in one file, replaced by rename and written through to the disk at each save.
     *
     * @param file the file; its directory has to exist
     * @return the store, thread-safe
     */
    static StreamStateStore inFile(Path file) {
        return new FileStateStore(file);
    }
}
