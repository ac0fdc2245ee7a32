package io.amp4j.client.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tables and columns of a dataset.
 *
 * @param tables in the manifest's order
 */
public record DatasetDescription(List<TableDescription> tables) {
    /** A description; the list is copied. */
    public DatasetDescription {
        tables = List.copyOf(tables);
    }

    /**
     * A table by its name.
     *
     * @param name the name
     * @return the table, if there is one
     */
    public Optional<TableDescription> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /**
     * What is left of this where only some columns are of interest.
     *
     * @param wanted which; {@link #nameHas} and {@link #typeHas} make the usual ones
     * @return the tables that have such columns, with these alone
     */
    public DatasetDescription columns(Predicate<ColumnDescription> wanted) {
        return new DatasetDescription(tables.stream()
                .map(table -> new TableDescription(
                        table.name(),
                        table.network(),
                        table.columns().stream().filter(wanted).toList()))
                .filter(table -> !table.columns().isEmpty())
                .toList());
    }

    /**
     * Columns whose name has a part, in capitals or not.
     *
     * @param part such as {@code hash}
     * @return a test for {@link #columns}
     */
    public static Predicate<ColumnDescription> nameHas(String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return column -> column.name().toLowerCase(Locale.ROOT).contains(wanted);
    }

    /**
     * Columns whose type has a part, in capitals or not.
     *
     * @param part such as {@code binary(20)}
     * @return a test for {@link #columns}
     */
    public static Predicate<ColumnDescription> typeHas(String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return column -> column.type().toLowerCase(Locale.ROOT).contains(wanted);
    }
}
