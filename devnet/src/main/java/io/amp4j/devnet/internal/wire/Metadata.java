package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.internal.sql.Slice;
import io.amp4j.devnet.internal.wire.Options.Ranges;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The {@code app_metadata} of a batch. */
final class Metadata {
    private Metadata() {}

    private static byte[] of(List<Slice> slices, Ranges format, String complete) {
        String ranges = slices.stream().map(slice -> range(slice, format)).collect(Collectors.joining(","));
        return ("{\"ranges\":[" + ranges + "],\"ranges_complete\":" + complete + "}").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] open(List<Slice> slices, Ranges format) {
        return of(slices, format, "false");
    }

    static byte[] closed(List<Slice> slices, Ranges format) {
        return of(slices, format, "true");
    }

    private static String range(Slice slice, Ranges format) {
        String numbers = "\"start\":" + slice.first() + ",\"end\":" + slice.last();
        if (format == Ranges.NESTED) {
            numbers = "\"numbers\":{" + numbers + "}";
        }
        return "{\"network\":\"" + escaped(slice.snapshot().network()) + "\"," + numbers + ",\"hash\":\""
                + slice.snapshot().hash(slice.last()) + "\",\"prev_hash\":\""
                + slice.snapshot().parentHash(slice.first()) + "\"}";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
