package io.amp4j.devnet.internal.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the server's words why the engine does not run a query. */
final class EngineErrors {
    private record Rule(Pattern pattern, String words) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    Pattern.compile("Referenced column \"([^\"]+)\" (?:was )?not found"),
                    "Schema error: No field named %s."),
            new Rule(
                    Pattern.compile("Function with name \"?([A-Za-z0-9_]+)\"? does not exist"),
                    "Error during planning: Invalid function '%s'."),
            new Rule(Pattern.compile("does not have a column named \"([^\"]+)\""), "Schema error: No field named %s."));

    private EngineErrors() {}

    static Refusal refusal(SQLException error) {
        String message = String.valueOf(error.getMessage());
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(message);
            if (matcher.find()) {
                return new Refusal(rule.words().formatted(matcher.group(1)));
            }
        }
        return new Refusal(
                "Error during planning: " + message.lines().findFirst().orElse(message));
    }
}
