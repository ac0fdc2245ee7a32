package io.amp4j.cli.output;

import java.nio.charset.StandardCharsets;

/**
 * One cell of a table as it will stand there: control characters made visible, cut to a width. Reused for every cell; what a
 * chain carries was written by strangers, and must not steer somebody's terminal.
 */
final class TableCell {
    private static final int LONGEST_CODE_POINT = 4;

    private final Text value = new Text();
    private final Text shown = new Text();
    private int width;

    /** Takes a column's value; of very long ones no more than a line can show. */
    void take(Column column, int row, int widest) {
        value.clear();
        shown.clear();
        width = 0;
        value.limit(widest > Integer.MAX_VALUE / LONGEST_CODE_POINT - 1 ? widest : (widest + 1) * LONGEST_CODE_POINT);
        column.cell().append(row, value);
        if (isPlainAscii()) {
            width = value.length();
            shown.raw(value, 0, width);
        } else {
            show(value.toString());
        }
    }

    void take(String text) {
        shown.clear();
        width = 0;
        show(text);
    }

    int width() {
        return width;
    }

    private boolean isPlainAscii() {
        for (int i = 0; i < value.length(); i++) {
            byte b = value.at(i);
            if (b < ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private void show(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (DisplayWidth.isUnsafe(codePoint)) {
                escape(codePoint);
            } else {
                width += DisplayWidth.of(codePoint);
                shown.text(Character.toString(codePoint));
            }
        }
    }

    private void escape(int codePoint) {
        String escaped = switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", codePoint);
        };
        width += escaped.length();
        shown.text(escaped);
    }

    /** Appends the cell, filled up to a width on one side, or cut to it. */
    void appendTo(Text line, int columnWidth, boolean right, boolean cut) {
        if (cut && width > columnWidth) {
            appendCut(line, columnWidth);
            return;
        }
        line.repeat(' ', right ? columnWidth - width : 0);
        line.raw(shown, 0, shown.length());
        line.repeat(' ', right ? 0 : columnWidth - width);
    }

    private void appendCut(Text line, int columnWidth) {
        String text = shown.toString();
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            int next = DisplayWidth.of(codePoint);
            if (used + next > columnWidth - 1) {
                break;
            }
            used += next;
            end += Character.charCount(codePoint);
        }
        line.raw(text.substring(0, end).getBytes(StandardCharsets.UTF_8)).text("…");
        line.repeat(' ', columnWidth - 1 - used);
    }
}
