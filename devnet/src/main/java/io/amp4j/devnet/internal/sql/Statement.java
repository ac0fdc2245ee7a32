package io.amp4j.devnet.internal.sql;

import java.util.List;

/**
 * A query without what is not SQL's: the trailing semicolon and SETTINGS.
 *
 * @param sql the query itself
 * @param tokens its words, ended by END
 * @param streams whether its SETTINGS ask for a stream
 */
record Statement(String sql, List<Token> tokens, boolean streams) {
    static Statement of(String text) {
        List<Token> tokens = Lexer.tokens(text);
        int end = tokens.size() - 1;
        while (end > 0 && tokens.get(end - 1).isSymbol(";")) {
            end--;
        }
        if (end == 0) {
            throw new Refusal("SQL parse error: No SQL statements were provided in the query string");
        }
        int settings = settings(tokens, end);
        boolean streams = settings >= 0 && streams(tokens.subList(settings + 1, end));
        int last = settings >= 0 ? settings : end;
        int cut = last == 0 ? 0 : tokens.get(last - 1).end();
        String sql = text.substring(0, cut);
        if (tokens.subList(0, last).stream().anyMatch(token -> token.isSymbol(";"))) {
            throw new Refusal("SQL parse error: a single SQL statement is expected");
        }
        return new Statement(sql, Lexer.tokens(sql), streams);
    }

    /** The last SETTINGS that is followed by nothing but {@code name = value, …}. */
    private static int settings(List<Token> tokens, int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (tokens.get(i).isWord("settings") && isAssignments(tokens.subList(i + 1, end))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAssignments(List<Token> tokens) {
        if (tokens.size() % 4 != 3) {
            return false;
        }
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean fits = switch (i % 4) {
                case 0 -> token.isName();
                case 1 -> token.isSymbol("=");
                case 2 -> token.kind() != Token.Kind.SYMBOL;
                default -> token.isSymbol(",");
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean streams(List<Token> assignments) {
        boolean streams = false;
        for (int i = 0; i < assignments.size(); i += 4) {
            if (assignments.get(i).text().equals("stream")) {
                String value = assignments.get(i + 2).text();
                streams = value.equalsIgnoreCase("true") || value.equals("1");
            }
        }
        return streams;
    }
}
