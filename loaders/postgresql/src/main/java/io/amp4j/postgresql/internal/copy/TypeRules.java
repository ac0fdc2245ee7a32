package io.amp4j.postgresql.internal.copy;

/**
 * What is chosen where PostgreSQL has no type that is the same.
 *
 * @param uint64 how unsigned 64-bit integers are kept
 * @param binary how bytes are kept
 * @param timestamps what becomes of times finer than a microsecond
 * @param nul what becomes of a NUL within text
 * @param lists how lists of plain values are kept
 */
public record TypeRules(Uint64 uint64, Binary binary, Timestamps timestamps, Nul nul, Lists lists) {
    /** Nothing is lost, and what does not fit is refused. */
    public static final TypeRules DEFAULT =
            new TypeRules(Uint64.NUMERIC, Binary.BYTEA, Timestamps.EXACT, Nul.REFUSE, Lists.ARRAY);

    /** How unsigned 64-bit integers are kept. */
    public enum Uint64 {
        /** As {@code numeric(20,0)}. */
        NUMERIC,
        /** As {@code bigint}; a value above its range is refused. */
        BIGINT
    }

    /** How bytes are kept. */
    public enum Binary {
        /** As {@code bytea}. */
        BYTEA,
        /** As text: {@code 0x} and two digits a byte. */
        HEX
    }

    /** What becomes of times finer than a microsecond. */
    public enum Timestamps {
        /** A timestamp; a value that is not a whole number of microseconds is refused. */
        EXACT,
        /** A timestamp; what is below a microsecond is cut off, towards the past. */
        TRUNCATE,
        /** A {@code bigint} in the column's own unit since 1970. */
        BIGINT
    }

    /** What becomes of a NUL within text, which PostgreSQL cannot keep. */
    public enum Nul {
        /** The value is refused. */
        REFUSE,
        /** It is left out. */
        REMOVE,
        /** U+FFFD takes its place. */
        REPLACE
    }

    /** How lists of plain values are kept. */
    public enum Lists {
        /** As an array. */
        ARRAY,
        /** As {@code jsonb}. */
        JSONB
    }
}
