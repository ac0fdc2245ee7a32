package io.amp4j.lmdb;

import io.amp4j.loader.spi.TableName;
import java.util.List;

/**
 * Removes a table and the states of its streams, in a write transaction that the caller commits. Its two sub-databases stay, empty: LMDB forbids to
 * close a handle that others of this process may use.
 */
final class TableRemoval {
    private final Environment environment;
    private final WriteTxn txn;

    TableRemoval(Environment environment, WriteTxn txn) {
        this.environment = environment;
        this.txn = txn;
    }

    void remove(TableName table, List<String> streams) {
        String rows = Names.rows(table);
        for (String name : List.of(rows, Names.index(rows))) {
            txn.find(name).ifPresent(found -> found.drop(txn.txn()));
        }
        new Catalog(table(Names.TABLES), table(Names.SCHEMAS)).remove(table);
        StreamStates states = new StreamStates(table(Names.STREAMS), table(Names.RECORDS));
        streams.forEach(states::forget);
    }

    private ByteTable table(String name) {
        return new ByteTable(environment.allocator(), txn.txn(), txn.create(name));
    }
}
