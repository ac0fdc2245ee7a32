package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.chain.Blocks;
import io.amp4j.devnet.internal.table.Table;
import java.util.List;
import java.util.Optional;

/**
 * Tables over the blocks of one network.
 *
 * @param name the schema's name in SQL
 * @param blocks the blocks that its rows belong to
 * @param tables its tables
 */
public record Dataset(String name, Blocks blocks, List<Table> tables) {
    Optional<Table> table(String table) {
        return tables.stream().filter(each -> each.name().equals(table)).findFirst();
    }
}
