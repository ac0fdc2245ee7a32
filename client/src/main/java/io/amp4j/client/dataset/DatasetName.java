package io.amp4j.client.dataset;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;

/**
 * A dataset's name within its namespace, such as {@code edgeandnode/ethereum_mainnet}. The server decides which characters it
 * allows; here only what could not be told apart in a reference is refused.
 *
 * @param namespace who owns it; {@code _} for none
 * @param name its name there
 */
public record DatasetName(String namespace, String name) {
    /**
     * A name.
     *
     * @throws AmpException with code {@code AMP-BAD-OPTION} if a part is empty or holds {@code /}, {@code @} or blanks
     */
    public DatasetName {
        requirePart("namespace", namespace);
        requirePart("name", name);
    }

    private static void requirePart(String what, String part) {
        if (part.isEmpty() || part.chars().anyMatch(c -> c == '/' || c == '@' || c <= ' ')) {
            throw new AmpException(
                    ClientError.BAD_OPTION,
                    "a dataset's " + what + " is neither empty nor holds '/', '@' or blanks; write NAMESPACE/NAME");
        }
    }

    /**
     * Reads {@code namespace/name}.
     *
     * @param text the text
     * @return the name
     * @throws AmpException with code {@code AMP-BAD-OPTION} if it is anything else
     */
    public static DatasetName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new AmpException(
                    ClientError.BAD_OPTION, "'" + text + "' names no dataset: write NAMESPACE/NAME, such as _/eth_rpc");
        }
        return new DatasetName(text.substring(0, slash), text.substring(slash + 1));
    }

    /**
     * This dataset at a revision.
     *
     * @param revision a version, a manifest's hash, {@code latest} or {@code dev}
     * @return the reference
     */
    public DatasetRef at(String revision) {
        return new DatasetRef(this, revision);
    }

    /** As in a reference: {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
