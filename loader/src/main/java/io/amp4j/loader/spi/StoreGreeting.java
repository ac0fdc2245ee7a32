package io.amp4j.loader.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * How a store introduces itself to who has logged in.
 *
 * @param store its name and version as it says them, such as {@code PostgreSQL 17.5}; of a store without a server, those of the library that reads
 *     and writes its files
 * @param user as whom it has let the loader in, or empty if it has no users or does not say
 */
public record StoreGreeting(String store, Optional<String> user) {
    /** Checks that the store has a name. */
    public StoreGreeting {
        Objects.requireNonNull(user, "user");
        if (store.isBlank()) {
            throw new IllegalArgumentException("a store without a name");
        }
    }

    /**
     * The greeting of a library, whose files have no users.
     *
     * @param library its name and version
     * @return the greeting
     */
    public static StoreGreeting of(String library) {
        return new StoreGreeting(library, Optional.empty());
    }
}
