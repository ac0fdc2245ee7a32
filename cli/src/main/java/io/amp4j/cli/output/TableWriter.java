package io.amp4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Columns for people. Their widths are taken from the first rows and stay: a live stream cannot be measured to its end. */
final class TableWriter implements ResultWriter {
    private static final int FLUSH_AT = 1 << 16;
    private static final int MEASURED_ROWS = 1_000;
    private static final String BOLD = "\033[1m";
    private static final String FAINT = "\033[2m";
    private static final String YELLOW = "\033[33m";
    private static final String PLAIN = "\033[0m";

    private final OutputStream out;
    private final TableLook look;
    private final Text text = new Text();
    private final TableCell cell = new TableCell();
    private List<String> names = List.of();
    private @Nullable VectorSchemaRoot known;
    private List<Column> columns = List.of();
    private @Nullable TableLayout layout;

    TableWriter(OutputStream out, TableLook look) {
        this.out = out;
        this.look = look;
    }

    @Override
    public void begin(Schema schema) {
        names = schema.getFields().stream().map(field -> field.getName()).toList();
    }

    @Override
    public void write(VectorSchemaRoot root, int rows) throws IOException {
        if (rows == 0) {
            return;
        }
        if (root != known) {
            columns = Column.plain(root);
            known = root;
        }
        TableLayout widths = layout;
        if (widths == null) {
            widths = TableLayout.of(columns, natural(rows), look.width());
            layout = widths;
            header(widths);
        }
        for (int row = 0; row < rows; row++) {
            line(widths, row);
            if (text.length() >= FLUSH_AT) {
                text.drainTo(out);
            }
        }
        flush();
    }

    private int[] natural(int rows) {
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            cell.take(names.get(i));
            widths[i] = cell.width();
            for (int row = 0; row < Math.min(rows, MEASURED_ROWS); row++) {
                widths[i] = Math.max(widths[i], measured(columns.get(i), row));
            }
        }
        return widths;
    }

    private int measured(Column column, int row) {
        if (column.isNull(row)) {
            return "null".length();
        }
        cell.take(column, row, look.width());
        return cell.width();
    }

    private void header(TableLayout shown) {
        style(BOLD);
        for (int i = 0; i < shown.shown(); i++) {
            gap(i);
            cell.take(names.get(i));
            cell.appendTo(text, shown.width(i), columns.get(i).shape().isNumeric(), isLimited());
        }
        style(PLAIN);
        text.trimEnd();
        text.put('\n');
        style(FAINT);
        for (int i = 0; i < shown.shown(); i++) {
            gap(i);
            text.text("─".repeat(shown.width(i)));
        }
        style(PLAIN);
        text.put('\n');
    }

    private void line(TableLayout shown, int row) {
        for (int i = 0; i < shown.shown(); i++) {
            gap(i);
            Column column = columns.get(i);
            boolean right = column.shape().isNumeric();
            if (column.isNull(row)) {
                style(FAINT);
                cell.take("null");
                cell.appendTo(text, shown.width(i), right, false);
                style(PLAIN);
            } else {
                cell.take(column, row, isLimited() ? shown.width(i) : look.width());
                cell.appendTo(
                        text,
                        shown.width(i),
                        right,
                        isLimited() && !column.shape().isIndivisible());
            }
        }
        text.trimEnd();
        text.put('\n');
    }

    private boolean isLimited() {
        return look.width() != TableLook.UNLIMITED;
    }

    private void gap(int column) {
        if (column > 0) {
            text.repeat(' ', TableLayout.GAP);
        }
    }

    private void style(String escape) {
        if (look.colors()) {
            text.text(escape);
        }
    }

    @Override
    public boolean reorg(String network, long fromBlock) throws IOException {
        style(YELLOW);
        text.text("-- reorg: blocks from ").number(fromBlock).text(" on are void");
        style(PLAIN);
        text.put('\n');
        flush();
        return true;
    }

    @Override
    public void finish() throws IOException {
        TableLayout shown = layout;
        if (shown == null) {
            text.text(String.join("  ", names)).put('\n');
        } else if (shown.hidden() > 0) {
            style(FAINT);
            text.text("… and ").number(shown.hidden());
            text.text(" more columns: name the ones you want, widen the terminal, or use --format jsonl");
            style(PLAIN);
            text.put('\n');
        }
        flush();
    }

    private void flush() throws IOException {
        text.drainTo(out);
        out.flush();
    }
}
