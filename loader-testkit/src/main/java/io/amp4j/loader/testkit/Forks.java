package io.amp4j.loader.testkit;

import io.amp4j.client.BlockRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Chains of blocks that exist in name only: a block's hash is made of its number and the name of its fork. */
final class Forks {
    static final String NETWORK = "testnet";

    private Forks() {}

    /** Blocks of one fork, whose parent is of the same fork. */
    static BlockRange range(String fork, long start, long end) {
        return branch(fork, fork, start, end);
    }

    /** Blocks of a fork that leaves another one before {@code start}. */
    static BlockRange branch(String parentFork, String fork, long start, long end) {
        return new BlockRange(NETWORK, start, end, hash(fork, end), start == 0 ? null : hash(parentFork, start - 1));
    }

    private static String hash(String fork, long number) {
        return "0x" + HexFormat.of().formatHex(sha256(fork + ":" + number));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
