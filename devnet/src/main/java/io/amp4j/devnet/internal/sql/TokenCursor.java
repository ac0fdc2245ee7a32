package io.amp4j.devnet.internal.sql;

import java.util.List;

/** Reads tokens one after the other. */
final class TokenCursor {
    private final List<Token> tokens;
    private int at;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekNext() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skip(String keyword) {
        if (peek().isWord(keyword)) {
            take();
            return true;
        }
        return false;
    }

    boolean skipSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            take();
            return true;
        }
        return false;
    }

    boolean isAtEnd() {
        return peek().kind() == Token.Kind.END;
    }
}
