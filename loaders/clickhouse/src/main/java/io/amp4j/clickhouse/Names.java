package io.amp4j.clickhouse;

import io.amp4j.loader.spi.TableName;

/** Identifiers and literals as ClickHouse writes them. */
final class Names {
    private Names() {}

    static String quote(String identifier) {
        return '`' + identifier.replace("\\", "\\\\").replace("`", "\\`") + '`';
    }

    static String quote(TableName table) {
        return table.schema() == null ? quote(table.name()) : quote(table.schema()) + "." + quote(table.name());
    }

    static String literal(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }
}
