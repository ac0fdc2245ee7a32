package io.amp4j.redis.internal.resp;

import java.util.Locale;

/**
 * An error that Redis answered.
 *
 * @param line its text: a code in capitals, then words for people
 */
public record ReplyError(String line) {
    /**
     * Redis's own code: the first word of the line.
     *
     * @return the code, such as {@code OOM}
     */
    public String code() {
        int space = line.indexOf(' ');
        return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    }
}
