package io.amp4j.cli;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Labels to join to a query's rows; mixed in by each command that has rows. */
final class LabelOptions {
    @Option(
            names = "--label",
            paramLabel = "NAME=FILE:LABEL_COLUMN=QUERY_COLUMN[:OPTION...]",
            description = {
                "Join a CSV or Parquet file of labels to the rows whose QUERY_COLUMN is a label's LABEL_COLUMN, each as hex or as bytes."
                        + " Rows without a label are dropped, unless with :left. May be repeated.",
                "Options: :left, :prefix=TEXT before the labels' column names, :columns=A,B for these alone, and what the text"
                        + " in columns stands for: :binary=A,B, :text=A, :integer=A, :double=A, :boolean=A."
                        + " It is binary where a name has 'address' in it."
            })
    private List<String> labels = List.of();

    /** Reads the files, and tells of each; the caller closes what comes of it. */
    LabelTables read(Consumer<String> teller) {
        List<LabelSpec> specs = new ArrayList<>();
        for (String text : labels) {
            LabelSpec spec = LabelSpec.parse(text);
            if (specs.stream().anyMatch(other -> other.name().equals(spec.name()))) {
                throw new AmpException(CliError.USAGE, "--label: there are two labels named '" + spec.name() + "'.");
            }
            specs.add(spec);
        }
        return LabelTables.read(specs, teller);
    }
}
