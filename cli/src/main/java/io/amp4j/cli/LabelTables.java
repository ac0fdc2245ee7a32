package io.amp4j.cli;

import io.amp4j.client.Query;
import io.amp4j.loader.labels.LabelJoin;
import io.amp4j.loader.labels.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The labels of one command, read. */
final class LabelTables implements AutoCloseable {
    private final List<Labels> tables = new ArrayList<>();
    private final List<LabelJoin> joins = new ArrayList<>();

    private LabelTables() {}

    /** Reads the files, and tells of each. */
    static LabelTables read(List<LabelSpec> specs, Consumer<String> teller) {
        LabelTables read = new LabelTables();
        try {
            specs.forEach(spec -> read.add(spec, teller));
            return read;
        } catch (RuntimeException e) {
            read.close();
            throw e;
        }
    }

    private void add(LabelSpec spec, Consumer<String> teller) {
        Labels labels = spec.read();
        tables.add(labels);
        joins.add(spec.join(labels));
        teller.accept(spec.told(labels.count()));
    }

    /** The query with all labels joined: a later one may look up what an earlier one brought. */
    Query join(Query query) {
        Query joined = query;
        for (LabelJoin join : joins) {
            joined = join.join(joined);
        }
        return joined;
    }

    @Override
    public void close() {
        tables.forEach(Labels::close);
    }
}
