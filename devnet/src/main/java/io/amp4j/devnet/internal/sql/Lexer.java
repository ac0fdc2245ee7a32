package io.amp4j.devnet.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SQL into words: enough to find a trailing SETTINGS and to read the simplest queries. */
final class Lexer {
    private final String sql;
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens, without comments, ended by one of kind END. */
    static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer(sql);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        skipSpace();
        if (at >= sql.length()) {
            return new Token(Token.Kind.END, "", sql.length(), sql.length());
        }
        char c = sql.charAt(at);
        if (c == '"') {
            return quoted('"', Token.Kind.QUOTED, "identifier");
        }
        if (c == '\'') {
            return quoted('\'', Token.Kind.STRING, "string literal");
        }
        if (Character.isLetter(c) || c == '_') {
            return word();
        }
        if (Character.isDigit(c)) {
            return number();
        }
        at++;
        return new Token(Token.Kind.SYMBOL, String.valueOf(c), at - 1, at);
    }

    private void skipSpace() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new Refusal("SQL parse error: Unexpected EOF while in a multi-line comment");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private Token quoted(char quote, Token.Kind kind, String what) {
        int start = at;
        StringBuilder text = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            if (sql.charAt(at) != quote) {
                text.append(sql.charAt(at));
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                text.append(quote);
                at++;
            } else {
                at++;
                return new Token(kind, text.toString(), start, at);
            }
        }
        throw new Refusal("SQL parse error: Unterminated " + what + " at position " + start);
    }

    private Token word() {
        int start = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || "_$".indexOf(sql.charAt(at)) >= 0)) {
            at++;
        }
        return new Token(Token.Kind.WORD, sql.substring(start, at).toLowerCase(Locale.ROOT), start, at);
    }

    private Token number() {
        int start = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        return new Token(Token.Kind.NUMBER, sql.substring(start, at), start, at);
    }
}
