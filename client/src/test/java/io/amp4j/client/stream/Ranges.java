package io.amp4j.client.stream;

import io.amp4j.client.BlockRange;
import java.time.Instant;
import java.util.List;

/** Ranges and messages of an imagined network, where block 7 of fork {@code a} has the hash {@code 0xa7}. */
final class Ranges {
    static final String NETWORK = "anvil";
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Ranges() {}

    static String hash(String fork, long block) {
        return "0x" + fork + block;
    }

    static BlockRange range(String fork, long start, long end) {
        return range(fork, start, end, fork);
    }

    static BlockRange range(String fork, long start, long end, String parentFork) {
        return new BlockRange(NETWORK, start, end, hash(fork, end), start == 0 ? null : hash(parentFork, start - 1));
    }

    static Message data(BlockRange range) {
        return new Message(List.of(range), false, 3);
    }

    static Message close(BlockRange range) {
        return new Message(List.of(range), true, 0);
    }

    static Message keepAlive(BlockRange range) {
        return new Message(List.of(range), false, 0);
    }

    static StreamRecord committed(BlockRange range) {
        return stamped(StreamRecord.of(range));
    }

    static StreamRecord stamped(StreamRecord record) {
        return new StreamRecord(record.id(), record.range(), NOON, record.isMerged() ? null : "attempt");
    }

    static StreamRecord merged(BlockRange range) {
        return new StreamRecord(null, range, NOON, null);
    }

    static StreamHistory history(BlockRange... ranges) {
        return new StreamHistory(
                StreamOrigin.earliest(),
                List.of(ranges).stream().map(Ranges::committed).toList());
    }
}
