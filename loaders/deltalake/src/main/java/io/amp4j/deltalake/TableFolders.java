package io.amp4j.deltalake;

import io.amp4j.loader.spi.TableName;
import java.nio.charset.StandardCharsets;

/**
 * Which folder a table is: its name, {@code schema.name} where it has a schema. What could mean something else in a path is written as a tilde
 * and two hex digits for each byte; a tilde, since a percent sign would be decoded by some readers and not by others.
 */
final class TableFolders {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private TableFolders() {}

    static String of(TableName table) {
        String name = escaped(table.name());
        return table.schema() == null ? name : escaped(table.schema()) + "." + name;
    }

    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean hides = b == '_' && escaped.isEmpty(); // engines take what begins so for their own
            if (PLAIN.indexOf(b) >= 0 && !hides) {
                escaped.append((char) b);
            } else {
                escaped.append("~%02X".formatted(b));
            }
        }
        return escaped.toString();
    }
}
