package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.List;

/**
 * The text of a streaming query, taken apart as far as wrapping it needs: its body, and a trailing {@code SETTINGS} clause. What lies in
 * strings, quoted names, comments and brackets is the query's own.
 *
 * @param body the query without what trails it
 * @param settings the trailing {@code SETTINGS} clause, or empty
 */
record StreamSql(String body, String settings) {
    /**
     * Takes a query apart.
     *
     * @param sql one statement
     * @return its parts
     * @throws AmpException with {@link LoadError#LOAD_INVALID} if it cannot be wrapped: it is several statements, or a string, name or comment
     *     does not end
     */
    static StreamSql of(String sql) {
        List<SqlToken> tokens = withoutSemicolons(SqlToken.of(sql), sql);
        int settings = settingsAt(tokens, sql);
        if (settings == 0) {
            throw new AmpException(LoadError.LOAD_INVALID, "there is no query in the SQL");
        }
        String body =
                sql.substring(tokens.get(0).start(), tokens.get(settings - 1).end());
        String clause = settings == tokens.size()
                ? ""
                : sql.substring(
                        tokens.get(settings).start(),
                        tokens.get(tokens.size() - 1).end());
        return new StreamSql(body, clause);
    }

    /**
     * The query without the rows of later blocks.
     *
     * @param block the last block wanted
     * @return a streaming query of the same columns
     */
    String upTo(long block) {
        String wrapped = "SELECT * FROM (\n" + body + "\n) AS amp_bounded WHERE block_num() <= " + block;
        return settings.isEmpty() ? wrapped : wrapped + "\n" + settings;
    }

    /**
     * A query without rows, run once, whose answer names the blocks that the server has of the tables that this query reads.
     *
     * @return the query
     */
    String withoutRows() {
        return "SELECT * FROM (\n" + body + "\n) AS amp_blocks LIMIT 0";
    }

    private static List<SqlToken> withoutSemicolons(List<SqlToken> tokens, String sql) {
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).is(sql, ";")) {
            end--;
        }
        List<SqlToken> statement = tokens.subList(0, end);
        if (statement.stream().anyMatch(token -> token.is(sql, ";"))) {
            throw new AmpException(LoadError.LOAD_INVALID, "the SQL is several statements; a load takes one query");
        }
        return statement;
    }

    /** Where the clause begins: at the last {@code SETTINGS} outside brackets that nothing but assignments follow. */
    private static int settingsAt(List<SqlToken> tokens, String sql) {
        int depth = 0;
        int found = tokens.size();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            depth += token.is(sql, "(") ? 1 : 0;
            depth -= token.is(sql, ")") ? 1 : 0;
            if (depth == 0
                    && token.isWord(sql, "settings")
                    && areAssignments(tokens.subList(i + 1, tokens.size()), sql)) {
                found = i;
            }
        }
        return found;
    }

    /** {@code name = value, name = value}: groups of three with a comma between them. */
    private static boolean areAssignments(List<SqlToken> tokens, String sql) {
        if (tokens.size() % 4 != 3) {
            return false;
        }
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            boolean fits = switch (i % 4) {
                case 0 -> token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED;
                case 1 -> token.is(sql, "=");
                case 2 -> token.kind() != SqlToken.Kind.SYMBOL;
                default -> token.is(sql, ",");
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
