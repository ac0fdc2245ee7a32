package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code *=ZSTD(1); block_num=Delta, ZSTD(1)}. */
final class Codecs {
    private Codecs() {}

    static Map<String, String> parse(String text) {
        Map<String, String> codecs = new LinkedHashMap<>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            if (equals < 1 || part.substring(equals + 1).isBlank()) {
                throw new AmpException(
                        LoadError.CONFIG_INVALID,
                        "'" + part.strip() + "' in setting 'codecs' is not of the form column=CODEC");
            }
            codecs.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return codecs;
    }
}
