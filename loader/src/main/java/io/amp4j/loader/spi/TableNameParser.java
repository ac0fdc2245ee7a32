package io.amp4j.loader.spi;

import java.util.ArrayList;
import java.util.List;

/** Splits {@code a.b} and {@code "a.x"."b"}; a doubled quote stands for one. */
final class TableNameParser {
    private TableNameParser() {}

    static TableName parse(String text) {
        List<String> parts = split(text);
        return switch (parts.size()) {
            case 1 -> new TableName(null, parts.get(0));
            case 2 -> new TableName(parts.get(0), parts.get(1));
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "' is no table name: write table, schema.table or \"schema\".\"table\"");
        };
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                part.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("'" + text + "' has a quote that does not end");
        }
        parts.add(part.toString());
        return parts;
    }
}
