package io.amp4j.iceberg;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * Iceberg's JDBC catalog, whose tables lie in folders that everybody reads alike: a name that a URI would have to escape stands in the
 * catalog alone, and its folder is named after it.
 */
final class DatabaseCatalog extends JdbcCatalog {
    private static final Pattern UNSAFE = Pattern.compile("[^\\w.-]");
    private static final int DIGITS = 8;

    @Override
    protected String defaultWarehouseLocation(TableIdentifier table) {
        return super.defaultWarehouseLocation(TableIdentifier.of(table.namespace(), folder(table.name())));
    }

    private static String folder(String name) {
        if (!UNSAFE.matcher(name).find()) {
            return name;
        }
        String digest =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return UNSAFE.matcher(name).replaceAll("_") + "-" + digest.substring(0, DIGITS);
    }
}
