package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;

/**
 * Columns and transforms of columns, as people write them: {@code day(timestamp), bucket(16, address)}, {@code block_num, log_index desc}.
 * A name with a comma or parenthesis in it is written within double quotes.
 */
record FieldList(List<Item> items) {
    static final FieldList NONE = new FieldList(List.of());

    private static final String NAME = "(\"[^\"]+\"|[^\\s,()\"]+)";
    private static final Pattern ITEM = Pattern.compile("\\s*(?:(\\w+)\\s*\\(\\s*(?:(\\d+)\\s*,\\s*)?" + NAME
            + "\\s*\\)|" + NAME + ")(?:\\s+(asc|desc))?\\s*(?:,|$)");

    FieldList {
        items = List.copyOf(items);
    }

    /**
     * A column, or a transform of one.
     *
     * @param transform {@code identity}, {@code year}, {@code month}, {@code day}, {@code hour}, {@code bucket} or {@code truncate}
     * @param width of bucket and truncate, else 0
     * @param column the column's name
     * @param descending whether the greatest comes first
     */
    record Item(String transform, int width, String column, boolean descending) {}

    static FieldList parse(String text) {
        List<Item> items = new ArrayList<>();
        Matcher matcher = ITEM.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw IcebergSettings.invalid("'" + text.substring(at) + "' is no list of columns: write them as"
                        + " day(timestamp),bucket(16,address),block_num");
            }
            items.add(item(matcher));
            at = matcher.end();
        }
        return new FieldList(items);
    }

    private static Item item(Matcher matcher) {
        boolean plain = matcher.group(1) == null;
        String transform = plain ? "identity" : matcher.group(1).toLowerCase(Locale.ROOT);
        String column = (plain ? matcher.group(4) : matcher.group(3)).replace("\"", "");
        int width = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        boolean needsWidth = transform.equals("bucket") || transform.equals("truncate");
        boolean known = needsWidth
                || List.of("identity", "year", "month", "day", "hour").contains(transform);
        if (!known || needsWidth != (width > 0)) {
            throw IcebergSettings.invalid(
                    "'" + matcher.group().strip()
                            + "' is no transform: there are year, month, day and hour (column), bucket and truncate (width, column)");
        }
        return new Item(transform, width, column, "desc".equals(matcher.group(5)));
    }

    PartitionSpec partitionsOf(Schema schema) {
        return checked(() -> {
            PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
            for (Item item : items) {
                switch (item.transform()) {
                    case "year" -> spec.year(item.column());
                    case "month" -> spec.month(item.column());
                    case "day" -> spec.day(item.column());
                    case "hour" -> spec.hour(item.column());
                    case "bucket" -> spec.bucket(item.column(), item.width());
                    case "truncate" -> spec.truncate(item.column(), item.width());
                    default -> spec.identity(item.column());
                }
            }
            return spec.build();
        });
    }

    SortOrder orderOf(Schema schema) {
        return checked(() -> {
            SortOrder.Builder order = SortOrder.builderFor(schema);
            for (Item item : items) {
                if (item.descending()) {
                    order.desc(term(item));
                } else {
                    order.asc(term(item));
                }
            }
            return order.build();
        });
    }

    private static Term term(Item item) {
        return switch (item.transform()) {
            case "year" -> Expressions.year(item.column());
            case "month" -> Expressions.month(item.column());
            case "day" -> Expressions.day(item.column());
            case "hour" -> Expressions.hour(item.column());
            case "bucket" -> Expressions.bucket(item.column(), item.width());
            case "truncate" -> Expressions.truncate(item.column(), item.width());
            default -> Expressions.ref(item.column());
        };
    }

    /** Iceberg refuses a column that is not there, or whose type the transform does not take. */
    private static <T> T checked(Supplier<T> build) {
        try {
            return build.get();
        } catch (RuntimeException e) {
            throw new AmpException(LoadError.CONFIG_INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
