package io.amp4j.devnet.internal.sql;

import java.util.Locale;

/**
 * A word of SQL.
 *
 * @param kind what it is
 * @param text as it means: unquoted names in lower case, quoted ones without their quotes
 * @param start its first character's index in the query
 * @param end the index behind its last character
 */
record Token(Kind kind, String text, int start, int end) {
    /** What a token is. */
    enum Kind {
        WORD,
        QUOTED,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equals(keyword.toLowerCase(Locale.ROOT));
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
