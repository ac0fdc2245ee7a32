package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A file with labels, and how to read it: {@code .csv}, or another format whose {@link LabelReader} is on the class path ({@code .parquet} with
 * {@code amp4j-duckdb}).
 *
 * <p>Text becomes binary in columns whose name has {@code address} in it, and stays text in all others, unless {@link #type} says otherwise.
 *
 * <pre>{@code
 * try (Labels tokens = LabelFile.of(Path.of("tokens.csv"))
 *                 .key("address")
 *                 .type("decimals", LabelType.INTEGER)
 *                 .read();
 *         Load load = Loads.from(tokens.on("token_address").join(query))
 *                 .to("duckdb:chain.duckdb")
 *                 .table("transfers")
 *                 .stream()) {
 *     load.result().join();
 * }
 * }</pre>
 *
 * <p>Each method returns this object. Not thread-safe.
 */
public final class LabelFile {
    private final Path file;
    private final Map<String, LabelType> types = new LinkedHashMap<>();
    private @Nullable String key;
    private @Nullable List<String> columns;

    private LabelFile(Path file) {
        this.file = file;
    }

    /**
     * Begins to describe a file; nothing is read yet.
     *
     * @param file the file
     * @return the description
     */
    public static LabelFile of(Path file) {
        return new LabelFile(file);
    }

    /**
     * The column by which labels are found. Required.
     *
     * @param column its name; its values are unique, and none is null
     * @return this
     */
    public LabelFile key(String column) {
        key = column;
        return this;
    }

    /**
     * The columns to join, in this order; by default all but the key.
     *
     * @param names their names
     * @return this
     */
    public LabelFile columns(String... names) {
        columns = List.of(names);
        return this;
    }

    /**
     * What the text in a column stands for.
     *
     * @param column its name
     * @param type the type
     * @return this
     */
    public LabelFile type(String column, LabelType type) {
        types.put(column, type);
        return this;
    }

    /**
     * Reads the file into memory off the heap. Later changes of the file are not seen.
     *
     * @return the labels; the caller closes them
     * @throws AmpException with a code of {@link LabelError}
     */
    public Labels read() {
        if (key == null) {
            throw new AmpException(LabelError.COLUMN, "labels need the column by which they are found: call key(…)");
        }
        BufferAllocator allocator = new RootAllocator();
        try (LabelRows rows = reader().read(file, allocator)) {
            LabelColumns found = new LabelColumns(file.toString(), rows);
            List<String> joined = columns == null ? found.allBut(key) : checked(columns, key);
            types.keySet().forEach(found::require);
            return Labels.of(file.toString(), found, key, joined, types, allocator);
        } catch (RuntimeException e) {
            allocator.close();
            throw e;
        }
    }

    private static List<String> checked(List<String> columns, String key) {
        if (columns.contains(key) || Set.copyOf(columns).size() < columns.size()) {
            throw new AmpException(
                    LabelError.COLUMN,
                    "the columns to join are named once each, and without the key, which the query has: " + columns);
        }
        return columns;
    }

    private LabelReader reader() {
        List<LabelReader> readers = new ArrayList<>(List.of(new CsvLabels()));
        ServiceLoader.load(LabelReader.class).forEach(readers::add);
        String name = file.toString().toLowerCase(Locale.ROOT);
        return readers.stream()
                .filter(reader -> name.endsWith("." + reader.extension()))
                .findFirst()
                .orElseThrow(() -> unknownFormat(readers));
    }

    private AmpException unknownFormat(List<LabelReader> readers) {
        String known = readers.stream().map(reader -> "." + reader.extension()).collect(Collectors.joining(", "));
        return new AmpException(
                LabelError.FILE,
                "labels are read from " + known + ", by the end of the file's name, not from '" + file
                        + "'. For Parquet, amp4j-duckdb has to be on the class path");
    }

    /**
     * The error of a file that a {@link LabelReader} cannot read.
     *
     * @param file the file
     * @param reason why not, or null if nobody says
     * @param cause what happened
     * @return an exception with {@link LabelError#FILE}
     */
    public static AmpException unreadable(Path file, @Nullable String reason, Throwable cause) {
        return new AmpException(
                LabelError.FILE, "labels cannot be read from " + file + (reason == null ? "" : ": " + reason), cause);
    }
}
