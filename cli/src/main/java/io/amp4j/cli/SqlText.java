package io.amp4j.cli;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQL that a command was given: in place, as {@code @FILE}, or as {@code -} for standard input. */
final class SqlText {
    private static final Pattern LITERALS_AND_COMMENTS =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern SETTINGS =
            Pattern.compile("\\bsettings\\b(.*)$", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern STREAM_ON =
            Pattern.compile("\\bstream\\s*=\\s*(?:true|1)\\b", Pattern.CASE_INSENSITIVE);

    private SqlText() {}

    static String read(String argument, Console console) {
        String sql = text(argument, console);
        if (sql.isBlank()) {
            throw new AmpException(CliError.INPUT, "There is no SQL in " + source(argument) + ".");
        }
        return sql;
    }

    private static String text(String argument, Console console) {
        try {
            if (argument.equals("-")) {
                return new String(console.in().readAllBytes(), StandardCharsets.UTF_8);
            }
            if (argument.startsWith("@")) {
                return Files.readString(Path.of(argument.substring(1)));
            }
            return argument;
        } catch (IOException e) {
            throw new AmpException(
                    CliError.INPUT, "SQL cannot be read from " + source(argument) + ": " + Reason.of(e) + ".", e);
        }
    }

    private static String source(String argument) {
        if (argument.equals("-")) {
            return "standard input";
        }
        return argument.startsWith("@") ? "file '" + argument.substring(1) + "'" : "the argument";
    }

    /** Whether the SQL itself asks for a live stream, by {@code SETTINGS stream = true}. */
    static boolean asksForStream(String sql) {
        Matcher settings = SETTINGS.matcher(LITERALS_AND_COMMENTS.matcher(sql).replaceAll(" "));
        return settings.find() && STREAM_ON.matcher(settings.group(1)).find();
    }
}
