package io.amp4j.postgresql.internal.copy;

import java.util.Arrays;
import java.util.Optional;

/** The built-in types that a column may have. The object ids are fixed by PostgreSQL's catalogue. */
enum PgType {
    BOOL(16, "boolean"),
    BYTEA(17, "bytea"),
    INT2(21, "smallint"),
    INT4(23, "integer"),
    INT8(20, "bigint"),
    FLOAT4(700, "real"),
    FLOAT8(701, "double precision"),
    NUMERIC(1700, "numeric"),
    TEXT(25, "text"),
    VARCHAR(1043, "character varying"),
    DATE(1082, "date"),
    TIME(1083, "time without time zone"),
    TIMESTAMP(1114, "timestamp without time zone"),
    TIMESTAMPTZ(1184, "timestamp with time zone"),
    INTERVAL(1186, "interval"),
    UUID(2950, "uuid"),
    JSON(114, "json"),
    JSONB(3802, "jsonb");

    private final int oid;
    private final String words;

    PgType(int oid, String words) {
        this.oid = oid;
        this.words = words;
    }

    int oid() {
        return oid;
    }

    String words() {
        return words;
    }

    static Optional<PgType> named(String words) {
        return Arrays.stream(values()).filter(type -> type.words.equals(words)).findFirst();
    }
}
