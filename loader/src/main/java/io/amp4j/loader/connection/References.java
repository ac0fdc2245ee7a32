package io.amp4j.loader.connection;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what {@code ${VARIABLE}} and {@code ${file:/path}} stand for in their places; a doubled dollar sign before a brace is a plain one. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";
    private static final String ESCAPED = "$${";

    /** What means something in a URI; a comma does not where hosts may stand, and a colon only in a user. */
    private static final String RESERVED = "%@/?#&= ";

    private final String connection;
    private final Map<String, String> environment;

    References(String connection, Map<String, String> environment) {
        this.connection = connection;
        this.environment = environment;
    }

    static boolean isOnlyReferences(String text) {
        return text.contains("${")
                && !text.contains(ESCAPED)
                && REFERENCE.matcher(text).replaceAll("").isEmpty();
    }

    /** Within a URI a value is one part of it, whatever its characters; alone it is a URI. */
    String inUri(String text) {
        Matcher whole = REFERENCE.matcher(text);
        if (whole.matches() && whole.group(1) != null) {
            return value(whole.group(1));
        }
        int query = text.indexOf('?');
        int endOfUser = text.lastIndexOf('@', query < 0 ? text.length() : query);
        return replaced(text, (value, place) -> encoded(value, place < endOfUser ? RESERVED + ":" : RESERVED));
    }

    String inSetting(String text) {
        return replaced(text, (value, place) -> value);
    }

    /** Refuses a reference that can never be looked up, whatever the environment. */
    void check(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (name != null
                    && !name.startsWith(FILE)
                    && !VARIABLE.matcher(name).matches()) {
                throw malformed(name);
            }
        }
    }

    /** Writes a value as the place in the text needs it. */
    private interface Writing {
        String written(String value, int place);
    }

    private String replaced(String text, Writing writing) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = name == null ? "${" : writing.written(value(name), matcher.start());
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private static String encoded(String value, String reserved) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (reserved.indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private String value(String name) {
        if (name.startsWith(FILE)) {
            return contents(name.substring(FILE.length()));
        }
        if (!VARIABLE.matcher(name).matches()) {
            throw malformed(name);
        }
        String value = environment.get(name);
        if (value == null) {
            throw invalid("needs the environment variable " + name + ", which is not set");
        }
        return value;
    }

    /** A secret, without the line end that editors put behind it. */
    private String contents(String path) {
        try {
            String home = System.getProperty("user.home");
            return Files.readString(Path.of(path.startsWith("~/") ? home + path.substring(1) : path))
                    .replaceAll("[\r\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw invalid("needs the file " + path + ", which cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private AmpException malformed(String name) {
        return invalid("names '${" + name + "}'; write ${VARIABLE}, ${file:/path}, or $${ for a plain ${");
    }

    private AmpException invalid(String what) {
        return new AmpException(LoadError.CONFIG_INVALID, "connection '" + connection + "' " + what);
    }
}
