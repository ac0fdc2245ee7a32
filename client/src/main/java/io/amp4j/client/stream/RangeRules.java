package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold of the ranges of every message, for any number of networks. */
final class RangeRules {
    private static final Pattern NO_HASH = Pattern.compile("(0x)?0*");

    private RangeRules() {}

    /**
     * Refuses ranges that no message may have.
     *
     * @param expected the networks of the stream so far; empty if none is known yet
     * @param ranges the ranges of a message, at least one
     */
    static void check(Set<String> expected, List<BlockRange> ranges) {
        Set<String> networks = new TreeSet<>();
        for (BlockRange range : ranges) {
            if (!networks.add(range.network())) {
                throw new AmpException(
                        StreamError.NETWORK_TWICE,
                        "the server sent two ranges of " + range.network() + " in one message");
            }
            checkHashes(range);
        }
        if (!expected.isEmpty() && !networks.equals(expected)) {
            throw new AmpException(
                    StreamError.NETWORKS_CHANGED,
                    "the server sent ranges of " + networks + " in a stream of " + new TreeSet<>(expected));
        }
    }

    private static void checkHashes(BlockRange range) {
        boolean parent = isHash(range.prevHash());
        if (range.start() == 0 && parent) {
            throw new AmpException(
                    StreamError.GENESIS_PARENT,
                    "the server sent " + range + " with prev_hash " + range.prevHash() + ", but block 0 has no parent");
        }
        if (range.start() > 0 && !parent) {
            throw new AmpException(
                    StreamError.PARENT_MISSING, "the server sent " + range + " without the hash of its parent");
        }
        if (!isHash(range.hash())) {
            throw new AmpException(
                    StreamError.HASH_MISSING,
                    "the server sent " + range + " without a hash; nothing could go on behind it");
        }
    }

    static boolean isHash(@Nullable String hash) {
        return hash != null && !NO_HASH.matcher(hash).matches();
    }
}
