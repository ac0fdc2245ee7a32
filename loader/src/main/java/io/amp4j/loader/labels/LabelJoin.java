package io.amp4j.loader.labels;

import io.amp4j.client.Query;

/**
 * How labels are joined to a query: on which of its columns, and what becomes of rows without a label. Immutable and thread-safe.
 *
 * <p>Keys are compared by what they stand for: hex text equals the bytes that it spells, and integers of different widths are equal if their
 * numbers are; other text is compared byte by byte. A row whose value is null, or no hex where hex is wanted, has no label.
 */
public final class LabelJoin {
    private final Labels labels;
    private final String queryColumn;
    private final Kind kind;
    private final String prefix;

    /** What becomes of rows without a label. */
    enum Kind {
        INNER,
        LEFT
    }

    LabelJoin(Labels labels, String queryColumn, Kind kind, String prefix) {
        this.labels = labels;
        this.queryColumn = queryColumn;
        this.kind = kind;
        this.prefix = prefix;
    }

    /**
     * The same join, which keeps rows without a label: their label columns are null. An inner join, the default, drops them.
     *
     * @return another join
     */
    public LabelJoin left() {
        return new LabelJoin(labels, queryColumn, Kind.LEFT, prefix);
    }

    /**
     * The same join, with something put before the names of the labels' columns.
     *
     * @param text what to put there, such as {@code token_}
     * @return another join
     */
    public LabelJoin prefix(String text) {
        return new LabelJoin(labels, queryColumn, kind, text);
    }

    /**
     * A query with the labels' columns behind its own. Its batches have the same metadata, also where no row is left. It may be joined with other
     * labels again.
     *
     * <p>The columns are checked whenever the result is asked for its schema or run: that fails with a code of {@link LabelError} where the query's
     * column is missing, cannot be compared with the labels' key, or a label's column has the name of one of the query's.
     *
     * @param query the query; the labels stay open until the last stream of the result is started
     * @return the query, joined
     */
    public Query join(Query query) {
        return new LabelledQuery(query, this);
    }

    Labels labels() {
        return labels;
    }

    String queryColumn() {
        return queryColumn;
    }

    Kind kind() {
        return kind;
    }

    String prefix() {
        return prefix;
    }

    /** Tells this join from another that makes other rows of the same schema. What is in the labels does not count: they may grow. */
    String identity() {
        return "labels " + kind + ' ' + quoted(queryColumn) + '='
                + quoted(labels.keyField().getName());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return kind + " join of " + labels + " on " + queryColumn;
    }
}
