package io.amp4j.storage;

import java.time.Instant;

/**
 * A file as a storage lists it.
 *
 * @param name its name below the storage's root
 * @param length its bytes
 * @param modified when it was written last, by the storage's clock
 */
public record StoredFile(String name, long length, Instant modified) {}
