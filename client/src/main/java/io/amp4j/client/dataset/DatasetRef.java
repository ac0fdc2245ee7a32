package io.amp4j.client.dataset;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;

/**
 * A dataset at a revision, such as {@code _/eth_rpc@1.0.0}.
 *
 * @param dataset which
 * @param revision a version, a manifest's hash, {@value #LATEST} or {@value #DEV}
 */
public record DatasetRef(DatasetName dataset, String revision) {
    /** The highest version. */
    public static final String LATEST = "latest";

    /** What was registered last, with a version or without. */
    public static final String DEV = "dev";

    /**
     * A reference.
     *
     * @throws AmpException with code {@code AMP-BAD-OPTION} if the revision is empty or holds {@code /}, {@code @} or blanks
     */
    public DatasetRef {
        if (revision.isEmpty() || revision.chars().anyMatch(c -> c == '/' || c == '@' || c <= ' ')) {
            throw new AmpException(
                    ClientError.BAD_OPTION,
                    "'" + revision + "' is no revision: write a version, a manifest's hash, latest or dev");
        }
    }

    /**
     * Reads {@code namespace/name@revision}; without a revision it is {@value #LATEST}.
     *
     * @param text the text
     * @return the reference
     * @throws AmpException with code {@code AMP-BAD-OPTION} if it is anything else
     */
    public static DatasetRef parse(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? DatasetName.parse(text).at(LATEST)
                : DatasetName.parse(text.substring(0, at)).at(text.substring(at + 1));
    }

    /** As users write it: {@code namespace/name@revision}. */
    @Override
    public String toString() {
        return dataset + "@" + revision;
    }
}
