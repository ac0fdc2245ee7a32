package io.amp4j.snowflake;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A pipe.
 *
 * @param database its database, exactly
 * @param schema its schema, exactly
 * @param name its name, exactly
 */
record PipeName(String database, String schema, String name) {
    /** As it stands in a statement. */
    String quoted() {
        SnowflakeDialect dialect = SnowflakeDialect.INSTANCE;
        return dialect.quote(database) + "." + dialect.quote(schema) + "." + dialect.quote(name);
    }

    /** As it stands in a request. */
    String path() {
        return "databases/" + segment(database) + "/schemas/" + segment(schema) + "/pipes/" + segment(name);
    }

    /** Names in a path are identifiers, and without regard to case unless they are in quotes. */
    private static String segment(String name) {
        String identifier = name.matches("[A-Z_][A-Z0-9_$]*") ? name : SnowflakeDialect.INSTANCE.quote(name);
        return URLEncoder.encode(identifier, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
