package io.amp4j.redis;

import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of a batch's rows, one behind the other. Used again from batch to batch. */
final class KeyList {
    private final RespBuffer bytes = new RespBuffer(1 << 14);
    private int[] ends = new int[1024];
    private int count;

    void clear() {
        bytes.clear();
        count = 0;
    }

    /** Where the next key is written; {@link #end} follows. */
    RespBuffer next() {
        return bytes;
    }

    void end() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = bytes.size();
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes.bytes();
    }

    int start(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    int length(int key) {
        return ends[key] - start(key);
    }

    /** Writes keys as arguments. */
    void bulk(RespBuffer out, int key) {
        out.bulk(bytes.bytes(), start(key), length(key));
    }

    String text(int key) {
        return new String(bytes.bytes(), start(key), length(key), StandardCharsets.UTF_8);
    }
}
