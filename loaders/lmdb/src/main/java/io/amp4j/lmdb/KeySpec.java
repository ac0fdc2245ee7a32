package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table's rows are found by.
 *
 * @param text the columns ({@code a,b}) or the pattern ({@code {a}:{b}}) as written; empty where rows are found by their place in the stream
 * @param encoding how columns become bytes
 */
record KeySpec(String text, KeyEncoding encoding) {
    /** First block of the microbatch, stream, microbatch, number of the row in it. */
    static final KeySpec PLACE = new KeySpec("", KeyEncoding.ORDERED);

    /** A column, or bytes that are the same in all keys. */
    sealed interface Part {
        /** Bytes between columns. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Literal(byte[] bytes) implements Part {}

        /** A column's value. */
        record Column(String name) implements Part {}
    }

    KeySpec {
        parse(text); // refuses what cannot be read
    }

    static boolean isPattern(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }

    boolean isPlace() {
        return text.isEmpty();
    }

    List<Part> parts() {
        return parse(text);
    }

    List<String> columns() {
        List<String> names = new ArrayList<>();
        for (Part part : parts()) {
            if (part instanceof Part.Column column) {
                names.add(column.name());
            }
        }
        return names;
    }

    private static List<Part> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Part> parts = isPattern(text) ? pattern(text) : list(text);
        if (parts.stream().noneMatch(Part.Column.class::isInstance)) {
            throw invalid(text, "it names no column");
        }
        return parts;
    }

    private static List<Part> list(String text) {
        List<Part> parts = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            parts.add(column(text, name.strip()));
        }
        return parts;
    }

    /** A doubled brace stands for one. */
    private static List<Part> pattern(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                literal.append(c);
                at += 2;
            } else if (c == '{') {
                addLiteral(parts, literal);
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw invalid(text, "a brace does not close");
                }
                parts.add(column(text, text.substring(at + 1, end)));
                at = end + 1;
            } else if (c == '}') {
                throw invalid(text, "a brace closes that did not open");
            } else {
                literal.append(c);
                at++;
            }
        }
        addLiteral(parts, literal);
        return parts;
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString().getBytes(StandardCharsets.UTF_8)));
            literal.setLength(0);
        }
    }

    private static Part column(String text, String name) {
        if (name.isBlank()) {
            throw invalid(text, "a column has no name");
        }
        return new Part.Column(name);
    }

    private static AmpException invalid(String text, String why) {
        return new AmpException(
                LoadError.CONFIG_INVALID,
                "'" + text + "' is no key: " + why
                        + ". Write columns, such as block_num,log_index, or a pattern, such as {block_num}:{log_index}");
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return isPlace() ? "the row's place in its stream" : "'" + text + "'";
    }
}
