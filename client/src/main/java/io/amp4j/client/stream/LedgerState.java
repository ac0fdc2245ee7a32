package io.amp4j.client.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transactional stream keeps over restarts.
 *
 * @param query what tells one query from another
 * @param from the block where the load was asked to begin, or null for the earliest
 * @param records the committed records, each with its transactions but for merged ones
 * @param settled the last transaction of the merged records, or zero
 * @param reserved the highest number that a transaction may have had
 */
record LedgerState(String query, @Nullable Long from, List<StreamRecord> records, long settled, long reserved) {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The last transaction that is committed. */
    long committed() {
        StreamRecord last = records.isEmpty() ? null : records.get(records.size() - 1);
        return last == null || last.isMerged()
                ? settled
                : TransactionSpan.of(last).last();
    }

    String toJson() {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION).put("query", query);
        if (from != null) {
            root.put("from", from);
        }
        root.put("settled", settled).put("reserved", reserved);
        root.set("records", RecordJson.records(records));
        return root.toString();
    }

    static LedgerState fromJson(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            long version = RecordJson.number(root, "version");
            if (version != VERSION) {
                throw new IllegalArgumentException("it has version " + version + ", this release reads " + VERSION);
            }
            List<StreamRecord> records = RecordJson.readRecords(root, "records");
            records.stream().filter(record -> !record.isMerged()).forEach(TransactionSpan::of);
            return new LedgerState(
                    RecordJson.text(root, "query"),
                    root.has("from") ? RecordJson.number(root, "from") : null,
                    records,
                    RecordJson.number(root, "settled"),
                    RecordJson.number(root, "reserved"));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new AmpException(
                    StreamError.STATE_UNREADABLE,
                    "the stored state of the stream cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
