package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of SQL between white space and comments.
 *
 * @param kind what it is
 * @param start its first character
 * @param end the character behind it
 */
record SqlToken(Kind kind, int start, int end) {
    /** What a token is. */
    enum Kind {
        /** A keyword, a name or a number. */
        WORD,
        /** A string, in apostrophes or dollar quotes. */
        STRING,
        /** A name in quotation marks. */
        QUOTED,
        /** One other character. */
        SYMBOL
    }

    boolean is(String sql, String symbol) {
        return kind == Kind.SYMBOL && sql.startsWith(symbol, start);
    }

    boolean isWord(String sql, String word) {
        return kind == Kind.WORD
                && end - start == word.length()
                && sql.regionMatches(true, start, word, 0, word.length());
    }

    /**
     * The tokens of a text.
     *
     * @param sql the text
     * @return its tokens, in order, without comments
     */
    static List<SqlToken> of(String sql) {
        List<SqlToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            int behind = behindBlank(sql, at);
            if (behind > at) {
                at = behind;
                continue;
            }
            SqlToken token = at(sql, at);
            tokens.add(token);
            at = token.end;
        }
        return tokens;
    }

    private static SqlToken at(String sql, int at) {
        char first = sql.charAt(at);
        if (first == '\'') {
            return new SqlToken(Kind.STRING, at, behindQuoted(sql, at, first));
        }
        if (first == '"' || first == '`') {
            return new SqlToken(Kind.QUOTED, at, behindQuoted(sql, at, first));
        }
        if (isWordPart(first)) {
            int end = at;
            while (end < sql.length() && (isWordPart(sql.charAt(end)) || sql.charAt(end) == '$')) {
                end++;
            }
            return new SqlToken(Kind.WORD, at, end);
        }
        int dollar = first == '$' ? behindDollarQuoted(sql, at) : at;
        return dollar > at ? new SqlToken(Kind.STRING, at, dollar) : new SqlToken(Kind.SYMBOL, at, at + 1);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static int behindBlank(String sql, int at) {
        if (Character.isWhitespace(sql.charAt(at))) {
            return at + 1;
        }
        if (sql.startsWith("--", at)) {
            int line = sql.indexOf('\n', at);
            return line < 0 ? sql.length() : line + 1;
        }
        return sql.startsWith("/*", at) ? behindComment(sql, at) : at;
    }

    /** Comments nest. */
    private static int behindComment(String sql, int start) {
        int depth = 0;
        int at = start;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        throw endless("a comment", start);
    }

    /** A doubled quote is a quote within. */
    private static int behindQuoted(String sql, int start, char quote) {
        int at = start + 1;
        while (at < sql.length()) {
            if (sql.charAt(at) != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw endless(quote == '\'' ? "a string" : "a quoted name", start);
    }

    /** {@code $$…$$} or {@code $tag$…$tag$}; the start itself if that is no dollar quote, but a parameter for example. */
    private static int behindDollarQuoted(String sql, int start) {
        int at = start + 1;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        boolean parameter = at > start + 1 && Character.isDigit(sql.charAt(start + 1));
        if (at == sql.length() || sql.charAt(at) != '$' || parameter) {
            return start;
        }
        String tag = sql.substring(start, at + 1);
        int end = sql.indexOf(tag, at + 1);
        if (end < 0) {
            throw endless("a dollar-quoted string", start);
        }
        return end + tag.length();
    }

    private static AmpException endless(String what, int start) {
        return new AmpException(
                LoadError.LOAD_INVALID, what + " in the SQL, at character " + (start + 1) + ", does not end");
    }
}
