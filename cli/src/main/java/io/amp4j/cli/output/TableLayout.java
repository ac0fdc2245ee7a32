package io.amp4j.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which columns a table shows, and how wide: what they need if that fits, else the widest give way. Numbers and times are
 * never cut; columns that have no room left are not shown.
 */
final class TableLayout {
    static final int GAP = 2;
    private static final int NARROWEST = 12;

    private final int[] widths;
    private final int hidden;

    private TableLayout(int[] widths, int hidden) {
        this.widths = widths;
        this.hidden = hidden;
    }

    /** How many columns are shown, from the left. */
    int shown() {
        return widths.length;
    }

    /** How many are not. */
    int hidden() {
        return hidden;
    }

    int width(int column) {
        return widths[column];
    }

    static TableLayout of(List<Column> columns, int[] natural, int terminal) {
        if (terminal == TableLook.UNLIMITED) {
            return new TableLayout(natural, 0);
        }
        int shown = fitting(columns, natural, terminal);
        int[] widths = Arrays.copyOf(natural, shown);
        shrink(columns, widths, terminal);
        return new TableLayout(widths, natural.length - shown);
    }

    private static int fitting(List<Column> columns, int[] natural, int terminal) {
        int used = -GAP;
        for (int i = 0; i < natural.length; i++) {
            used += GAP + least(columns.get(i), natural[i]);
            if (used > terminal) {
                return Math.max(1, i);
            }
        }
        return natural.length;
    }

    private static int least(Column column, int natural) {
        return column.shape().isIndivisible() ? natural : Math.min(natural, NARROWEST);
    }

    /** Takes from the widest until all fit; columns of equal width stay equal. */
    private static void shrink(List<Column> columns, int[] widths, int terminal) {
        List<Integer> soft = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (!columns.get(i).shape().isIndivisible()) {
                soft.add(i);
            }
        }
        int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - terminal;
        int low = NARROWEST;
        int high = soft.stream().mapToInt(i -> widths[i]).max().orElse(NARROWEST);
        while (excess > 0 && low < high) {
            int cap = (low + high + 1) / 2;
            if (taken(widths, soft, cap) >= excess) {
                low = cap;
            } else {
                high = cap - 1;
            }
        }
        if (excess > 0) {
            for (int i : soft) {
                widths[i] = Math.min(widths[i], low);
            }
        }
    }

    private static int taken(int[] widths, List<Integer> soft, int cap) {
        return soft.stream().mapToInt(i -> Math.max(0, widths[i] - cap)).sum();
    }
}
