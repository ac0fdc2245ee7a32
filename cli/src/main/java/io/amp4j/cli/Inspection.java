package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.dataset.ColumnDescription;
import io.amp4j.client.dataset.DatasetDescription;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.TableDescription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows a dataset's tables and columns, or those that are searched for; mixed in by each command that inspects. */
final class Inspection {
    @Option(
            names = {"-t", "--table"},
            paramLabel = "NAME",
            description = "Only this table.")
    private @Nullable String table;

    @Option(
            names = {"-c", "--column"},
            paramLabel = "TEXT",
            description = "Only columns whose name has this in it.")
    private @Nullable String column;

    @Option(names = "--type", paramLabel = "TEXT", description = "Only columns whose type has this in it.")
    private @Nullable String type;

    void print(DatasetRef ref, DatasetDescription whole, Answer answer) {
        DatasetDescription found = isSearch() ? whole.columns(wanted()) : whole;
        if (table != null) {
            found = new DatasetDescription(found.table(table).stream().toList());
        }
        if (answer.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("dataset", ref);
            json.put("tables", found.tables());
            answer.document(RecordJson.of(json));
        } else if (found.tables().isEmpty()) {
            answer.line("nothing in " + ref + " fits");
        } else {
            found.tables().forEach(each -> print(each, answer));
        }
    }

    private boolean isSearch() {
        return column != null || type != null;
    }

    private Predicate<ColumnDescription> wanted() {
        Predicate<ColumnDescription> name = column == null ? any -> true : DatasetDescription.nameHas(column);
        return type == null ? name : name.and(DatasetDescription.typeHas(type));
    }

    private static void print(TableDescription described, Answer answer) {
        int columns = described.columns().size();
        answer.heading(
                described.name() + described.network().map(", network "::concat).orElse("") + ", " + columns
                        + (columns == 1 ? " column" : " columns"));
        TextTable rows = new TextTable("column", "null", "type");
        described.columns().forEach(each -> rows.row(each.name(), each.nullable() ? "yes" : "no", each.type()));
        answer.table(rows);
        answer.line("");
    }
}
