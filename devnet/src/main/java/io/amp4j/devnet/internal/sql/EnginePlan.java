package io.amp4j.devnet.internal.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.table.RowSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query that the engine runs. */
final class EnginePlan implements Plan {
    private static final BatchLimits PLANNING = new BatchLimits(1, 1 << 20);

    private final Engine engine;
    private final String sql;
    private final TableNames.Found tables;
    private final Schema schema;

    private EnginePlan(Engine engine, String sql, TableNames.Found tables, Schema schema) {
        this.engine = engine;
        this.sql = sql;
        this.tables = tables;
        this.schema = schema;
    }

    static Plan of(String query, Catalogue catalogue, Engine engine, Planner.Mode mode) {
        try (Connection connection = engine.connect()) {
            ObjectNode tree = Ast.parse(connection, query);
            ObjectNode root = Ast.query(tree);
            if (mode == Planner.Mode.STREAM) {
                new StreamRules(engine.aggregates()).check(root);
            } else {
                refuseBlockNumbers(root);
            }
            TableNames.Found tables = TableNames.replace(root, catalogue);
            Optional<List<Optional<Field>>> types = new ResultTypes(tables.occurrences()).of(root);
            if (mode == Planner.Mode.STREAM) {
                new BlockNumbers(connection).carry(root);
            }
            String sql = Ast.sql(connection, tree);
            List<Field> fields = ask(engine, sql, tables);
            if (mode == Planner.Mode.STREAM) {
                fields = fields.subList(0, fields.size() - 1);
            }
            return new EnginePlan(engine, sql, tables, schema(fields, types));
        } catch (SQLException e) {
            throw EngineErrors.refusal(e);
        }
    }

    private static void refuseBlockNumbers(ObjectNode query) {
        Ast.walk(query, node -> {
            if (Ast.isFunction(node, "block_num")) {
                throw new Refusal("Error during planning: block_num() is supported in streaming queries only");
            }
        });
    }

    /** Runs the query over empty tables: the engine then says what the columns are. */
    private static List<Field> ask(Engine engine, String sql, TableNames.Found tables) throws SQLException {
        try (BufferAllocator memory = new RootAllocator();
                EngineRun run = new EngineRun(engine, new RunContext(PLANNING, memory, () -> false))) {
            for (Occurrence occurrence : tables.occurrences()) {
                run.feed(occurrence, none -> null, tables.readsAgain());
            }
            ArrowReader result = run.execute(sql);
            return result.getVectorSchemaRoot().getSchema().getFields();
        } catch (IOException e) {
            throw new Refusal("Error during planning: " + e.getMessage());
        }
    }

    private static Schema schema(List<Field> engineFields, Optional<List<Optional<Field>>> types) {
        boolean known = types.isPresent() && types.get().size() == engineFields.size();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < engineFields.size(); i++) {
            Field engineField = engineFields.get(i);
            Field field = Coercion.natural(engineField);
            if (known) {
                field = types.get()
                        .get(i)
                        .filter(type -> Coercion.fits(engineField, type))
                        .orElse(field);
            }
            String name = engineField.getName().replace("count_star()", "count(*)");
            fields.add(new Field(name, new FieldType(field.isNullable(), field.getType(), null), field.getChildren()));
        }
        return new Schema(fields);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Set<Dataset> datasets() {
        Set<Dataset> datasets = new LinkedHashSet<>();
        tables.occurrences().forEach(occurrence -> datasets.add(occurrence.dataset()));
        return datasets;
    }

    @Override
    public RowSource run(Map<Dataset, Slice> slices, RunContext context) {
        EngineRun run = null;
        try {
            run = new EngineRun(engine, context);
            for (Occurrence occurrence : tables.occurrences()) {
                run.feed(occurrence, each -> scan(each, slices, context), tables.readsAgain());
            }
            return run.rows(run.execute(sql), schema);
        } catch (SQLException e) {
            close(run);
            throw EngineErrors.refusal(e);
        } catch (RuntimeException e) {
            close(run);
            throw e;
        }
    }

    private static void close(@Nullable EngineRun run) {
        if (run != null) {
            run.close();
        }
    }

    private static RowSource scan(Occurrence occurrence, Map<Dataset, Slice> slices, RunContext context) {
        Slice slice = slices.get(occurrence.dataset());
        return occurrence
                .table()
                .scan(
                        slice.snapshot(),
                        slice.first(),
                        slice.last(),
                        occurrence.columns(),
                        context.limits(),
                        context.allocator());
    }
}
