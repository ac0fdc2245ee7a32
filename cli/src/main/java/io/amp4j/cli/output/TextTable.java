package io.amp4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A small table of texts, for people. Where the terminal is too narrow, the last column gives way. Not thread-safe. */
public final class TextTable {
    private static final int GAP = 2;
    private static final int NARROWEST = 12;
    private static final String BOLD = "\033[1m";
    private static final String FAINT = "\033[2m";
    private static final String PLAIN = "\033[0m";

    private final List<String> names;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param names of its columns
     */
    public TextTable(String... names) {
        this.names = List.of(names);
    }

    /**
     * Adds a row.
     *
     * @param values one for each column
     * @return this
     */
    public TextTable row(Object... values) {
        List<String> row = new ArrayList<>(values.length);
        for (Object value : values) {
            row.add(String.valueOf(value));
        }
        rows.add(row);
        return this;
    }

    /**
     * Writes the table; one without rows is its header alone.
     *
     * @param out where to
     * @param look how wide, and whether in colours
     * @throws IOException if it cannot be written
     */
    public void writeTo(OutputStream out, TableLook look) throws IOException {
        int[] widths = widths(look.width());
        Text text = new Text();
        TableCell cell = new TableCell();
        style(text, look, BOLD);
        line(text, cell, names, widths);
        style(text, look, PLAIN);
        text.put('\n');
        style(text, look, FAINT);
        for (int i = 0; i < widths.length; i++) {
            text.repeat(' ', i == 0 ? 0 : GAP).text("─".repeat(widths[i]));
        }
        style(text, look, PLAIN);
        text.put('\n');
        for (List<String> row : rows) {
            line(text, cell, row, widths);
            text.put('\n');
            text.drainTo(out);
        }
        text.drainTo(out);
        out.flush();
    }

    private int[] widths(int terminal) {
        int[] widths = new int[names.size()];
        TableCell cell = new TableCell();
        for (int i = 0; i < widths.length; i++) {
            cell.take(names.get(i));
            widths[i] = cell.width();
            for (List<String> row : rows) {
                cell.take(row.get(i));
                widths[i] = Math.max(widths[i], cell.width());
            }
        }
        long used = GAP * (widths.length - 1L);
        for (int width : widths) {
            used += width;
        }
        int last = widths.length - 1;
        if (used > terminal) {
            widths[last] = (int) Math.max(Math.min(NARROWEST, widths[last]), widths[last] - (used - terminal));
        }
        return widths;
    }

    private static void line(Text text, TableCell cell, List<String> values, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.repeat(' ', i == 0 ? 0 : GAP);
            cell.take(values.get(i));
            cell.appendTo(text, widths[i], false, i == widths.length - 1);
        }
        text.trimEnd();
    }

    private static void style(Text text, TableLook look, String escape) {
        if (look.colors()) {
            text.text(escape);
        }
    }
}
