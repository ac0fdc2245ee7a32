package io.amp4j.clickhouse;

import io.amp4j.client.BatchId;
import java.util.Comparator;

/**
 * A job's hold on a stream. Claims are totally ordered, so two jobs that open at once cannot both hold it.
 *
 * @param epoch one more than the newest that the job saw
 * @param job hex digits at random, the order between two jobs with the same epoch
 */
record Claim(long epoch, String job) implements Comparable<Claim> {
    private static final Comparator<Claim> ORDER =
            Comparator.comparingLong(Claim::epoch).thenComparing(Claim::job);

    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }

    /** The name of a running statement: whoever opens the stream next can find it, and end it. */
    String queryId(String streamId, String name) {
        return queryIdPrefix(streamId) + job + "-" + name;
    }

    /** What the names of all jobs of a stream begin with. The stream's id may hold any character, so its hash stands for it. */
    static String queryIdPrefix(String streamId) {
        return "amp4j-" + BatchId.ofLoad("stream:" + streamId).value() + "-";
    }
}
