package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.Query;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.labels.LabelFile;
import io.amp4j.loader.labels.LabelType;
import io.amp4j.loader.labels.Labels;
import io.amp4j.loader.testkit.CanonicalRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels change rows, and nothing else: not which microbatches there are, nor what a reorg makes void. */
class LabelledLoadTest extends EngineFixture {
    @TempDir
    private Path folder;

    @Test
    void microbatches_whose_rows_are_all_dropped_are_records_too_and_a_reorg_takes_them_back() throws IOException {
        try (Labels labels = labels("1,one\n5,five\n8,eight\n")) {
            ScriptedQuery query = query(script().microbatch(range(0, 1), 1, 2)
                    .microbatch(range(2, 3), 3, 4)
                    .microbatch(range(4, 5), 5, 6)
                    .microbatch(range(2, 3, "b", "a"), 7)
                    .microbatch(range(4, 6, "b", "b"), 8, 9));

            resultOf(load(labels.on("number").join(query)).commitRows(1).toBlock(6).stream());

            assertThat(rows()).containsExactly("1 one", "8 eight");
            assertThat(state().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(range(0, 1), range(2, 3, "b", "a"), range(4, 6, "b", "b"));
            assertThat(events(LoadEvent.Reorganised.class)).hasSize(1);
        }
    }

    @Test
    void a_left_join_keeps_every_row() throws IOException {
        try (Labels labels = labels("1,one\n")) {
            ScriptedQuery query = query(script().microbatch(range(0, 1), 1, 2));

            resultOf(load(labels.on("number").left().join(query)).toBlock(1).stream());

            assertThat(rows()).containsExactly("1 one", "2 null");
        }
    }

    @Test
    void a_stream_goes_on_with_more_labels_but_not_with_another_join_or_with_other_columns() throws IOException {
        try (Labels labels = labels("1,one\n")) {
            resultOf(load(labels.on("number").join(query(script().microbatch(range(0, 1), 1)))).toBlock(1).stream());
            assertRefused(query(), LoadError.STATE_OF_ANOTHER_QUERY);
            assertRefused(labels.on("number").left().join(query()), LoadError.STATE_OF_ANOTHER_QUERY);
            assertRefused(labels.on("number").prefix("x_").join(query()), LoadError.STATE_OF_ANOTHER_SCHEMA);
        }
        try (Labels grown = labels("1,uno\n2,dos\n")) {
            resultOf(load(grown.on("number").join(query(script().microbatch(range(2, 2), 2)))).toBlock(2).stream());
        }
        assertThat(rows()).containsExactly("1 one", "2 dos");
    }

    private void assertRefused(Query query, LoadError code) {
        assertThatThrownBy(() -> resultOf(load(query).toBlock(2).stream()))
                .isInstanceOfSatisfying(
                        AmpException.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    private Labels labels(String rows) throws IOException {
        return LabelFile.of(Files.writeString(folder.resolve("names.csv"), "n,name\n" + rows))
                .key("n")
                .type("n", LabelType.INTEGER)
                .read();
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        store.read(
                TABLE,
                (id, range, batch) ->
                        CanonicalRows.of(batch).forEach(row -> rows.add(row.get("number") + " " + row.get("name"))));
        return rows;
    }
}
