package io.amp4j.client.stream;

/**
 * The transactions of one microbatch, kept as the attempt of its record: for a stream without a destination they are what tells one
 * delivery from another.
 *
 * @param first its first data, or its watermark if it has no rows
 * @param last its watermark
 */
record TransactionSpan(long first, long last) {
    static TransactionSpan of(StreamRecord record) {
        String attempt = record.attempt();
        int dash = attempt == null ? -1 : attempt.indexOf('-');
        if (attempt == null || dash < 0) {
            throw new IllegalArgumentException("the record " + record.range() + " has no transactions");
        }
        return new TransactionSpan(
                Long.parseLong(attempt.substring(0, dash)), Long.parseLong(attempt.substring(dash + 1)));
    }

    StreamRecord stamp(StreamRecord record) {
        return new StreamRecord(record.id(), record.range(), null, first + "-" + last);
    }
}
