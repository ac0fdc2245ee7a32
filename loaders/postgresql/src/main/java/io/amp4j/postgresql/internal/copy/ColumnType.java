package io.amp4j.postgresql.internal.copy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a table's column.
 *
 * @param base the type, or that of an array's elements
 * @param isArray whether it is an array
 * @param precision what stands first in parentheses, or {@link #UNBOUND}
 * @param scale what stands second in parentheses, or 0
 */
record ColumnType(PgType base, boolean isArray, int precision, int scale) {
    static final int UNBOUND = -1;

    /** As {@code format_type} writes: {@code numeric(20,0)}, {@code timestamp(3) with time zone}, {@code text[]}. */
    private static final Pattern WORDS =
            Pattern.compile("([a-z ]+?)(?:\\((\\d+)(?:,(-?\\d+))?\\))?((?: [a-z]+)*)(\\[\\])?");

    static ColumnType of(PgType base) {
        return new ColumnType(base, false, UNBOUND, 0);
    }

    static ColumnType numeric(int precision, int scale) {
        return new ColumnType(PgType.NUMERIC, false, precision, scale);
    }

    static ColumnType arrayOf(ColumnType element) {
        return new ColumnType(element.base, true, element.precision, element.scale);
    }

    /** Reads a type in the server's words; empty for one that no column of a result fits. */
    static Optional<ColumnType> parse(String words) {
        Matcher matcher = WORDS.matcher(words);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int precision = matcher.group(2) == null ? UNBOUND : Integer.parseInt(matcher.group(2));
        int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        boolean isArray = matcher.group(5) != null;
        return PgType.named(matcher.group(1) + matcher.group(4))
                .map(base -> new ColumnType(base, isArray, precision, scale));
    }

    ColumnType element() {
        return new ColumnType(base, false, precision, scale);
    }

    boolean is(PgType type) {
        return base == type && !isArray;
    }

    /** The type as it stands in a statement. */
    String sql() {
        String bounds = precision == UNBOUND ? "" : "(" + precision + (base == PgType.NUMERIC ? "," + scale : "") + ")";
        int split = base.words().indexOf(" with");
        String named = split < 0
                ? base.words() + bounds
                : base.words().substring(0, split) + bounds + base.words().substring(split);
        return isArray ? named + "[]" : named;
    }
}
