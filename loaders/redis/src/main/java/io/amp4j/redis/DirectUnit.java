package io.amp4j.redis;

import io.amp4j.loader.spi.StateChange;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit that only adds: rows go to their place. As long as it fits, it is one transaction, into which commands are sent as they are made; the server keeps them until
 * {@code EXEC}. Once it does not, the transaction is discarded, an intent noted, and what was sent goes again, in several.
 */
final class DirectUnit extends UnitWriter {
    private static final int SENT_AT_ONCE = 1 << 16;

    private final List<Mark> marks = new ArrayList<>();
    private int sent;
    private int sentCommands;
    private boolean isChunked;

    /** Where the commands so far could be cut into transactions. */
    private record Mark(int size, int commands) {}

    DirectUnit(UnitContext context, Server control, Transactions transactions, String attempt, RespBuffer buffer) {
        super(context, control, transactions, attempt, buffer);
    }

    @Override
    boolean isReplaced(Batches.Entry entry) {
        return false;
    }

    @Override
    @Nullable
    String stagedUnder(BatchName name) {
        return null;
    }

    @Override
    void check(KeyList keys, BatchName name) {
        existing.refuseTaken(control, keys, "", owner -> false);
        existing.refuseRepeated(keys);
    }

    @Override
    void begin(BatchName name) {
        if (isChunked) {
            context.hash().note(buffer, attempt, intent());
        }
        buffer.command(
                "HSET", context.keys().batches(), name.id(), context.entry(name).text());
    }

    private Intent intent() {
        return new Intent(Intent.Phase.OPEN, Intent.Rows.PLACED, List.of(), added());
    }

    @Override
    void checkpoint() {
        if (isChunked) {
            if (buffer.size() >= context.limits().chunkBytes()) {
                submit();
            }
            return;
        }
        int marked = marks.isEmpty() ? 0 : marks.get(marks.size() - 1).size();
        if (buffer.size() - marked >= context.limits().chunkBytes()) {
            marks.add(new Mark(buffer.size(), buffer.commands()));
        }
        if (!context.limits().fits(buffer.size(), 0)) {
            cut();
        } else if (buffer.size() - sent >= SENT_AT_ONCE) {
            queue();
        }
    }

    private void queue() {
        transactions.queue(buffer, sent, buffer.commands() - sentCommands);
        sent = buffer.size();
        sentCommands = buffer.commands();
    }

    private void submit() {
        control.hear();
        transactions.submit(buffer);
        buffer.clear();
        existing.executed();
    }

    /** Goes on in several transactions. */
    private void cut() {
        if (context.limits().large() == LargeUnits.REFUSE) {
            throw context.limits().tooLarge("a unit");
        }
        transactions.discard();
        control.hear();
        isChunked = true;
        RespBuffer note = new RespBuffer(256);
        context.hash().note(note, attempt, intent());
        transactions.submit(note.bytes(), 0, note.size(), note.commands());
        marks.add(new Mark(buffer.size(), buffer.commands()));
        Mark from = new Mark(0, 0);
        for (Mark to : marks) {
            if (to.size() > from.size()) {
                transactions.submit(buffer.bytes(), from.size(), to.size(), to.commands() - from.commands());
            }
            from = to;
        }
        transactions.settle();
        transactions.noteSent();
        marks.clear();
        buffer.clear();
        existing.executed();
    }

    @Override
    void commit(StateChange change, StreamHash.Found before) {
        if (isChunked) {
            transactions.settle();
        }
        context.hash().commit(buffer, change, before);
        if (isChunked) {
            buffer.command(context.hash().forgetCommand(attempt));
            committing(() -> {
                transactions.submit(buffer);
                transactions.settle();
            });
            return;
        }
        queue();
        committing(transactions::execute);
    }

    @Override
    void rollBack() {
        if (!isChunked) {
            transactions.discard();
            return;
        }
        try {
            transactions.settle();
        } catch (PartlyDone e) {
            // What was done is undone now.
        }
        context.settlement().settle(control, attempt, intent());
    }
}
