package io.amp4j.parquetfiles;

import io.amp4j.loader.spi.TableName;
import java.nio.charset.StandardCharsets;

/**
 * The folder of a table: its name, or {@code schema.name}. Letters, digits, {@code _} and {@code -} of ASCII stay; all other bytes are {@code %} and two
 * hex digits, so that no name is another's or leaves its folder.
 */
final class FolderNames {
    private FolderNames() {}

    static String of(TableName table) {
        return table.schema() == null ? encoded(table.name()) : encoded(table.schema()) + "." + encoded(table.name());
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (part & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || c == '_' || c == '-') {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
