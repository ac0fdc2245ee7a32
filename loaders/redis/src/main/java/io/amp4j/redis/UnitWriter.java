package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** One attempt at a unit. Used by one thread. */
abstract class UnitWriter {
    final UnitContext context;
    final Server control;
    final Transactions transactions;
    final String attempt;
    final RespBuffer buffer;
    final ExistingKeys existing;

    /** How many rows of each batch there are so far. */
    final Map<String, Long> rows = new LinkedHashMap<>();

    UnitWriter(UnitContext context, Server control, Transactions transactions, String attempt, RespBuffer buffer) {
        this.context = context;
        this.control = control;
        this.transactions = transactions;
        this.attempt = attempt;
        this.buffer = buffer;
        this.existing = new ExistingKeys(context.layout().structure());
        buffer.clear();
        // A unit that failed may have asked and not heard.
        control.forget();
    }

    final List<BatchName> added() {
        return rows.keySet().stream().map(id -> new BatchName(id, attempt)).toList();
    }

    final void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        BatchName name = new BatchName(id.value(), attempt);
        boolean isNew = !rows.containsKey(id.value());
        long first = rows.getOrDefault(id.value(), 0L);
        context.commands().bind(batch, new RowTarget(name, stagedUnder(name), context.ranges(range), first));
        if (isNew) {
            refuseOthers(id);
        }
        KeyList keys = context.commands().keys();
        if (keys != null) {
            check(keys, name);
        }
        rows.put(id.value(), first + batch.getRowCount());
        if (isNew) {
            begin(name);
        }
        context.commands().write(buffer, this::checkpoint);
        control.hear();
    }

    /** Asks whose the batch is: the same batch of another stream would have the same mark, and a reorg of one would take the other's rows. */
    private void refuseOthers(BatchId id) {
        RespBuffer question = new RespBuffer(128);
        question.command(context.batches().findCommand(id));
        control.ask(question, answers -> {
            Batches.Entry entry = context.batches().entry(id, control.require(answers.get(0)));
            if (entry != null && !isReplaced(entry)) {
                throw taken(id, entry);
            }
        });
    }

    private AmpException taken(BatchId id, Batches.Entry entry) {
        // A newer job of this stream may have loaded it while this one slept.
        transactions.requireEpoch(control);
        boolean isOwn = entry.streamId().equals(context.request().streamId());
        return new AmpException(
                LoadError.UNSUPPORTED,
                "batch " + id.value() + " is in table " + context.request().table() + " already, "
                        + (isOwn ? "from an earlier load" : "from stream '" + entry.streamId() + "'")
                        + ": rows of both could not be told apart. Load into another table");
    }

    /** Executes the transaction that changes the state. If it is done in part, nobody goes on from that state. */
    final void committing(Runnable transaction) {
        try {
            transaction.run();
        } catch (PartlyDone e) {
            control.call((Object[]) context.hash().damageCommand(e.line()));
            throw new AmpException(
                    LoadError.STATE_UNREADABLE,
                    "a transaction was done in part: " + e.getMessage()
                            + ". What this stream's rows are is not known: remove the cause and start over (--no-resume), which deletes them",
                    e);
        }
    }

    /** Whether this unit takes away a batch that is there. */
    abstract boolean isReplaced(Batches.Entry entry);

    abstract @Nullable String stagedUnder(BatchName name);

    /** Asks what may forbid these keys; the server's answer is heard before anything is executed. */
    abstract void check(KeyList keys, BatchName name);

    /** A batch's first rows follow. */
    abstract void begin(BatchName name);

    abstract void checkpoint();

    abstract void commit(StateChange change, StreamHash.Found before);

    abstract void rollBack();
}
