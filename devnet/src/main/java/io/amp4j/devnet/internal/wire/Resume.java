package io.amp4j.devnet.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cursor of an {@code amp-resume} header. */
final class Resume {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Resume() {}

    /** A block that the client has seen everything up to. */
    record Position(long number, String hash) {}

    /** The cursor by network, or empty if the header is no cursor: the stream then begins as if there were none. */
    static Optional<Map<String, Position>> parse(String header) {
        try {
            JsonNode cursor = JSON.readTree(header);
            if (cursor == null || !cursor.isObject()) {
                return Optional.empty();
            }
            Map<String, Position> positions = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : cursor.properties()) {
                JsonNode number = entry.getValue().path("number");
                JsonNode hash = entry.getValue().path("hash");
                if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0 || !isHash(hash)) {
                    return Optional.empty();
                }
                positions.put(entry.getKey(), new Position(number.asLong(), hash.asText()));
            }
            return Optional.of(positions);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isHash(JsonNode hash) {
        return hash.isTextual() && hash.asText().matches("(0x)?[0-9a-fA-F]{64}");
    }
}
