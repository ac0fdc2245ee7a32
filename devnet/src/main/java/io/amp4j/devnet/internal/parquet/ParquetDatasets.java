package io.amp4j.devnet.internal.parquet;

import io.amp4j.devnet.internal.chain.Blocks;
import io.amp4j.devnet.internal.sql.Dataset;
import io.amp4j.devnet.internal.sql.Engine;
import io.amp4j.devnet.internal.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the tables in a folder: a file's name ends in the table's, after whatever stands before an underscore or a dot. */
public final class ParquetDatasets {
    private static final Pattern FILE = Pattern.compile("(?:.*[_.\\-])?([A-Za-z][A-Za-z0-9]*)\\.parquet");

    private ParquetDatasets() {}

    /**
     * A dataset of a folder of files.
     *
     * @param name its name in SQL
     * @param network the network that its blocks belong to
     * @param directory the folder
     * @param engine reads the files; must outlive the dataset
     * @return the dataset
     * @throws IOException if the folder cannot be read, or has no tables
     * @throws SQLException if a file cannot be read as Parquet
     */
    public static Dataset open(String name, String network, Path directory, Engine engine)
            throws IOException, SQLException {
        Map<String, List<Path>> files = files(directory);
        if (files.isEmpty()) {
            throw new IOException("it has no files such as blocks.parquet or 1000_logs.parquet");
        }
        List<Table> tables = new ArrayList<>();
        BlockSpan span = BlockSpan.NONE;
        for (Map.Entry<String, List<Path>> entry : files.entrySet()) {
            ParquetTable table = new ParquetTable(entry.getKey(), entry.getValue(), engine);
            tables.add(table);
            span = span.with(table.span());
        }
        return new Dataset(name, blocks(network, tables, span, engine), List.copyOf(tables));
    }

    private static Map<String, List<Path>> files(Path directory) throws IOException {
        Map<String, List<Path>> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.sorted().toList()) {
                Matcher matcher = FILE.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    files.computeIfAbsent(matcher.group(1), table -> new ArrayList<>())
                            .add(file.toAbsolutePath());
                }
            }
        }
        return files;
    }

    private static Blocks blocks(String network, List<Table> tables, BlockSpan span, Engine engine) {
        for (Table table : tables) {
            if (table instanceof ParquetTable parquet && parquet.hasHashes()) {
                return new StaticBlocks(network, span, new HashLookup(parquet.source(), engine));
            }
        }
        return new StaticBlocks(network, span, HashLookup.none());
    }
}
