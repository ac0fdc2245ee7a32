package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.labels.LabelFile;
import io.amp4j.loader.labels.LabelJoin;
import io.amp4j.loader.labels.LabelType;
import io.amp4j.loader.labels.Labels;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A label table as the command line names it: {@code tokens=tokens.csv:address=token_address:left}. */
final class LabelSpec {
    private static final String FORM = "NAME=FILE:LABEL_COLUMN=QUERY_COLUMN, such as"
            + " tokens=tokens.csv:address=token_address, with options behind it, such as :left";
    private static final String OPTIONS =
            "left, prefix=TEXT, columns=COLUMNS, text=COLUMNS, binary=COLUMNS, integer=COLUMNS,"
                    + " double=COLUMNS, boolean=COLUMNS";

    private final String name;
    private final Path file;
    private final String labelColumn;
    private final String queryColumn;
    private final Map<String, LabelType> types = new HashMap<>();
    private String @Nullable [] columns;
    private String prefix = "";
    private boolean left;

    private LabelSpec(String name, Path file, String labelColumn, String queryColumn) {
        this.name = name;
        this.file = file;
        this.labelColumn = labelColumn;
        this.queryColumn = queryColumn;
    }

    /** Reads the text. A file's name may have colons in it: the columns are the first part with an equals sign. */
    static LabelSpec parse(String text) {
        int equals = text.indexOf('=');
        List<String> parts = new ArrayList<>(List.of(text.substring(equals + 1).split(":", -1)));
        StringBuilder file = new StringBuilder(parts.remove(0));
        while (!parts.isEmpty() && parts.get(0).indexOf('=') < 0) {
            file.append(':').append(parts.remove(0));
        }
        String[] join = parts.isEmpty() ? new String[0] : parts.remove(0).split("=", -1);
        if (equals <= 0 || file.isEmpty() || join.length != 2 || join[0].isEmpty() || join[1].isEmpty()) {
            throw malformed(text);
        }
        LabelSpec spec = new LabelSpec(text.substring(0, equals), path(file.toString(), text), join[0], join[1]);
        parts.forEach(spec::take);
        return spec;
    }

    private static Path path(String file, String text) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw malformed(text);
        }
    }

    private static AmpException malformed(String text) {
        return new AmpException(CliError.USAGE, "--label is " + FORM + "; not '" + text + "'.");
    }

    private void take(String option) {
        int equals = option.indexOf('=');
        String value = option.substring(equals + 1);
        switch (equals < 0 ? option : option.substring(0, equals + 1)) {
            case "left" -> left = true;
            case "prefix=" -> prefix = value;
            case "columns=" -> columns = value.split(",", -1);
            case "text=" -> take(value, LabelType.TEXT);
            case "binary=" -> take(value, LabelType.BINARY);
            case "integer=" -> take(value, LabelType.INTEGER);
            case "double=" -> take(value, LabelType.DOUBLE);
            case "boolean=" -> take(value, LabelType.BOOLEAN);
            default ->
                throw new AmpException(
                        CliError.USAGE,
                        "--label " + name + ": there is no option '" + option + "'; the options are " + OPTIONS + ".");
        }
    }

    private void take(String names, LabelType type) {
        for (String column : names.split(",", -1)) {
            types.put(column, type);
        }
    }

    String name() {
        return name;
    }

    /** Reads the file. */
    Labels read() {
        LabelFile labels = LabelFile.of(file).key(labelColumn);
        types.forEach(labels::type);
        return columns == null ? labels.read() : labels.columns(columns).read();
    }

    /** The join with labels that were read. */
    LabelJoin join(Labels labels) {
        LabelJoin join = labels.on(queryColumn).prefix(prefix);
        return left ? join.left() : join;
    }

    /** What is joined, in one line. */
    String told(int count) {
        return String.format(
                Locale.ROOT,
                "%s: %,d labels of %s, %s = %s%s",
                name,
                count,
                file,
                queryColumn,
                labelColumn,
                left ? "" : "; rows without one are dropped");
    }
}
