package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.nio.charset.StandardCharsets;

/** The names of sub-databases. A table's rows stand under its own name; what amp4j keeps beside them begins with {@link #RESERVED}. */
final class Names {
    static final String RESERVED = "amp:";
    static final String STREAMS = RESERVED + "streams";
    static final String RECORDS = RESERVED + "records";
    static final String TABLES = RESERVED + "tables";
    static final String SCHEMAS = RESERVED + "schemas";
    private static final String INDEX = RESERVED + "index:";
    /** LMDB's limit of a key, which a name is. */
    private static final int LONGEST = 511;

    private Names() {}

    /** The name of a table's rows, as {@link TableName#parse} reads it: a part with a dot or a quote stands within quotes. */
    static String rows(TableName table) {
        String name = table.schema() == null ? part(table.name()) : part(table.schema()) + "." + part(table.name());
        if (name.startsWith(RESERVED) || name.indexOf('\0') >= 0 || bytes(index(name)).length > LONGEST) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "'" + table + "' cannot be a table's name in LMDB: it begins with '" + RESERVED
                            + "', holds a NUL, or is longer than " + (LONGEST - INDEX.length()) + " bytes");
        }
        return name;
    }

    private static String part(String part) {
        boolean plain = part.indexOf('.') < 0 && part.indexOf('"') < 0;
        return plain ? part : "\"" + part.replace("\"", "\"\"") + "\"";
    }

    static String index(String rows) {
        return INDEX + rows;
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
