package io.amp4j.client.registry;

import java.util.Locale;

/**
 * Where a version stands. A word that is newer than this client survives.
 *
 * @param word as the registry writes it, in small letters
 */
public record VersionStatus(String word) {
    /** Not yet for others. */
    public static final VersionStatus DRAFT = new VersionStatus("draft");

    /** For others to use. */
    public static final VersionStatus PUBLISHED = new VersionStatus("published");

    /** Better not used any more. */
    public static final VersionStatus DEPRECATED = new VersionStatus("deprecated");

    /** Deleted: kept for those who use it. */
    public static final VersionStatus ARCHIVED = new VersionStatus("archived");

    /** A word; capitals do not matter. */
    public VersionStatus {
        word = word.toLowerCase(Locale.ROOT);
    }

    /** The word. */
    @Override
    public String toString() {
        return word;
    }
}
