package io.amp4j.redis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a batch as one attempt wrote them; the name never comes again.
 *
 * @param id the batch's id, or {@link #ANY} for rows of ids that nobody knows
 * @param attempt the attempt
 */
record BatchName(String id, String attempt) {
    /** In the place of an id: whichever. */
    static final String ANY = "*";

    private static final String NONE = "-";

    static BatchName parse(String text) {
        int colon = text.indexOf(':');
        return new BatchName(text.substring(0, colon), text.substring(colon + 1));
    }

    static String join(List<BatchName> names) {
        return names.isEmpty() ? NONE : names.stream().map(BatchName::toString).collect(Collectors.joining(","));
    }

    static List<BatchName> split(String text) {
        return text.equals(NONE)
                ? List.of()
                : Arrays.stream(text.split(",")).map(BatchName::parse).toList();
    }

    @Override
    public String toString() {
        return id + ":" + attempt;
    }
}
