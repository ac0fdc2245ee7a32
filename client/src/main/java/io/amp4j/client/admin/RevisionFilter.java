package io.amp4j.client.admin;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which revisions to list.
 *
 * @param active only those that are active, or only those that are not; all where empty
 * @param limit how many at most; the server's default, 100, where empty
 */
public record RevisionFilter(Optional<Boolean> active, OptionalInt limit) {
    /**
     * All revisions.
     *
     * @return the filter
     */
    public static RevisionFilter all() {
        return new RevisionFilter(Optional.empty(), OptionalInt.empty());
    }

    /**
     * Those that answer queries.
     *
     * @return the filter
     */
    public static RevisionFilter onlyActive() {
        return new RevisionFilter(Optional.of(true), OptionalInt.empty());
    }

    /**
     * Those that do not.
     *
     * @return the filter
     */
    public static RevisionFilter onlyInactive() {
        return new RevisionFilter(Optional.of(false), OptionalInt.empty());
    }

    /**
     * As this, with another limit.
     *
     * @param revisions at least 1
     * @return the filter
     */
    public RevisionFilter limit(int revisions) {
        return new RevisionFilter(active, OptionalInt.of(revisions));
    }
}
