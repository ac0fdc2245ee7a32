package io.amp4j.client.internal.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server says of a batch. Unknown fields are left alone; what is known has to be right. Both shapes of a range are
 * understood: numbers in an object of their own, and the older flat one.
 */
public final class MetadataReader {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // What goes into a message of ours is chosen here, not by the parser.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private MetadataReader() {}

    /**
     * Reads the metadata of one message.
     *
     * @param json UTF-8 text
     * @return the metadata; {@code ranges_complete} is false where it is missing
     * @throws AmpException with code {@code AMP-PROTOCOL-METADATA} if it is anything else
     */
    public static BatchMetadata read(byte[] json) {
        if (json.length == 0) {
            throw bad("it is missing", null);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            BatchMetadata metadata = readDocument(parser);
            if (parser.nextToken() != null) {
                throw bad("something follows its end", null);
            }
            return metadata;
        } catch (IOException e) {
            throw bad("it is not JSON", e);
        }
    }

    private static BatchMetadata readDocument(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw bad("it is not an object", null);
        }
        List<BlockRange> ranges = null;
        boolean complete = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "ranges" -> ranges = readRanges(parser, value);
                case "ranges_complete" -> complete = readFlag(value);
                default -> parser.skipChildren();
            }
        }
        if (ranges == null) {
            throw bad("it has no 'ranges'", null);
        }
        return new BatchMetadata(ranges, complete);
    }

    private static boolean readFlag(JsonToken value) {
        if (!value.isBoolean()) {
            throw bad("'ranges_complete' is neither true nor false", null);
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private static List<BlockRange> readRanges(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            throw bad("'ranges' is not an array", null);
        }
        List<BlockRange> ranges = new ArrayList<>(1);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                throw bad("a range is not an object", null);
            }
            ranges.add(new RangeFields().read(parser).toRange());
        }
        return ranges;
    }

    private static AmpException bad(String what, @Nullable Exception cause) {
        return new AmpException(
                ClientError.BAD_METADATA,
                "the metadata of a batch cannot be used: " + what + "; is it an Amp server?",
                cause);
    }

    /** A range while it is read. */
    private static final class RangeFields {
        private @Nullable String network;
        private @Nullable String hash;
        private @Nullable String prevHash;
        private @Nullable Long start;
        private @Nullable Long end;

        RangeFields read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "network" -> network = text(parser, value, name);
                    case "hash" -> hash = text(parser, value, name);
                    case "prev_hash" -> prevHash = text(parser, value, name);
                    case "numbers" -> readNumbers(parser, value);
                    default -> readNumber(parser, value, name);
                }
            }
            return this;
        }

        private void readNumbers(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                throw bad("'numbers' is not an object", null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                readNumber(parser, parser.nextToken(), name);
            }
        }

        private void readNumber(JsonParser parser, JsonToken value, String name) throws IOException {
            switch (name) {
                case "start" -> start = number(parser, value, start, name);
                case "end" -> end = number(parser, value, end, name);
                default -> parser.skipChildren();
            }
        }

        private static long number(JsonParser parser, JsonToken value, @Nullable Long before, String name)
                throws IOException {
            if (before != null) {
                throw bad("a range says its '" + name + "' twice", null);
            }
            // Block numbers are unsigned in the protocol, but no chain is past half of them.
            if (value != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || parser.getLongValue() < 0) {
                throw bad("'" + name + "' is not a whole number from 0 to 2^63-1", null);
            }
            return parser.getLongValue();
        }

        private static @Nullable String text(JsonParser parser, JsonToken value, String name) throws IOException {
            if (value == JsonToken.VALUE_NULL) {
                return null;
            }
            if (value != JsonToken.VALUE_STRING) {
                throw bad("'" + name + "' is not a text", null);
            }
            return parser.getText();
        }

        BlockRange toRange() {
            if (network == null || network.isEmpty()) {
                throw bad("a range has no network", null);
            }
            if (start == null || end == null) {
                throw bad("a range has no start or no end", null);
            }
            if (start > end) {
                throw bad("a range starts at " + start + ", after its end " + end, null);
            }
            return new BlockRange(network, start, end, hash, prevHash);
        }
    }
}
