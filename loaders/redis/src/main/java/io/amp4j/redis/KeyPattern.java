package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a key or a member is made of plain text, the table's name, the row's id and columns. Immutable.
 *
 * <p>{@code {name}} is a placeholder. A brace that stands directly before another brace is plain, and so is a closing one outside of a placeholder:
 * {@code {{table}}:{hash}} puts braces around the table's name, as a cluster needs them.
 *
 * @param text the pattern as the user writes it
 * @param parts what it is made of
 */
record KeyPattern(String text, List<Part> parts) {
    private static final String TABLE = "table";
    private static final String ID = "id";

    /** A piece of a pattern. */
    sealed interface Part {}

    /** Text as it stands. */
    record Plain(String text) implements Part {}

    /** The table's name. */
    record Table() implements Part {}

    /** The row's id: its batch's id and its number within the batch. */
    record Id() implements Part {}

    /** A column's value. */
    record Column(String name) implements Part {}

    static KeyPattern parse(String setting, String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean opens = c == '{' && !(i + 1 < text.length() && text.charAt(i + 1) == '{');
            if (!opens) {
                plain.append(c);
                i++;
                continue;
            }
            int end = text.indexOf('}', i);
            if (end <= i + 1) {
                throw new AmpException(
                        LoadError.CONFIG_INVALID,
                        setting + " '" + text + "' has a brace that opens no name: write {table}, {id} or {column}");
            }
            if (!plain.isEmpty()) {
                parts.add(new Plain(plain.toString()));
                plain.setLength(0);
            }
            parts.add(placeholder(text.substring(i + 1, end)));
            i = end + 1;
        }
        if (!plain.isEmpty()) {
            parts.add(new Plain(plain.toString()));
        }
        if (parts.isEmpty()) {
            throw new AmpException(LoadError.CONFIG_INVALID, setting + " is empty");
        }
        return new KeyPattern(text, List.copyOf(parts));
    }

    private static Part placeholder(String name) {
        return switch (name) {
            case TABLE -> new Table();
            case ID -> new Id();
            default -> new Column(name);
        };
    }

    /** The pattern {@code {table}:{a}:{b}} of key columns. */
    static KeyPattern ofColumns(List<String> columns) {
        List<Part> parts = new ArrayList<>(List.of(new Table()));
        for (String column : columns) {
            parts.add(new Plain(":"));
            parts.add(new Column(column));
        }
        String text =
                columns.stream().map(column -> ":{" + column + "}").collect(Collectors.joining("", "{table}", ""));
        return new KeyPattern(text, List.copyOf(parts));
    }

    List<String> columns() {
        return parts.stream()
                .filter(Column.class::isInstance)
                .map(part -> ((Column) part).name())
                .toList();
    }

    boolean hasId() {
        return parts.stream().anyMatch(Id.class::isInstance);
    }

    /** Whether all keys of a table are one. */
    boolean isConstant() {
        return !hasId() && columns().isEmpty();
    }

    /** Whether keys follow from ids alone, so that a count of them stands for an index. */
    boolean isCounted() {
        return columns().isEmpty()
                && parts.stream().filter(Id.class::isInstance).count() == 1;
    }

    /** The key where it is constant. */
    String constant(TableName table) {
        return render(table, part -> {
            throw new IllegalStateException(text + " is not constant");
        });
    }

    /** What stands before the id. */
    String beforeId(TableName table) {
        int at = parts.indexOf(new Id());
        return new KeyPattern(text, parts.subList(0, at)).constant(table);
    }

    /** What stands behind the id. */
    String behindId(TableName table) {
        int at = parts.indexOf(new Id());
        return new KeyPattern(text, parts.subList(at + 1, parts.size())).constant(table);
    }

    /** A glob as {@code SCAN} takes it, which fits every key of the table, and perhaps others. */
    String glob(TableName table) {
        StringBuilder glob = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Plain plain) {
                glob.append(escaped(plain.text()));
            } else if (part instanceof Table) {
                glob.append(escaped(table.toString()));
            } else if (part instanceof Id) {
                glob.append("????????????????-*");
            } else {
                glob.append('*');
            }
        }
        return glob.toString();
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\*?\\[\\]^-]", "\\\\$0");
    }

    /** A key with every placeholder but the table filled by a letter: its slot is that of all keys, if they share one. */
    String sample(TableName table, String filling) {
        return render(table, part -> filling);
    }

    private String render(TableName table, Function<Part, String> others) {
        StringBuilder key = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Plain plain) {
                key.append(plain.text());
            } else if (part instanceof Table) {
                key.append(table);
            } else {
                key.append(others.apply(part));
            }
        }
        return key.toString();
    }
}
