package io.amp4j.redis;

import io.amp4j.loader.spi.StateChange;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A unit that deletes or replaces: new rows are staged under names that no reader knows, and take their place once the old ones are gone. If that is little, all of it
 * happens in the transaction of the commit; else the commit notes that it is to be done, and it is done in small steps behind it.
 */
final class StagedUnit extends UnitWriter {
    private final Set<BatchName> swept;
    private final Set<String> sweptIds;
    private final boolean replacesByKey;
    private boolean isNoted;

    StagedUnit(
            UnitContext context,
            Server control,
            Transactions transactions,
            String attempt,
            RespBuffer buffer,
            List<BatchName> swept) {
        super(context, control, transactions, attempt, buffer);
        this.swept = new LinkedHashSet<>(swept);
        this.sweptIds = swept.stream().map(BatchName::id).collect(Collectors.toSet());
        this.replacesByKey = RowCommands.replaces(context.request());
        transactions.stages();
    }

    @Override
    boolean isReplaced(Batches.Entry entry) {
        return swept.contains(entry.name());
    }

    @Override
    String stagedUnder(BatchName name) {
        return context.keys().staged(name);
    }

    @Override
    void check(KeyList keys, BatchName name) {
        if (!replacesByKey) {
            existing.refuseTaken(control, keys, stagedUnder(name) + ":", owner -> false);
        }
        existing.refuseTaken(control, keys, "", this::mayReplace);
        if (!replacesByKey) {
            existing.refuseRepeated(keys);
        }
    }

    private boolean mayReplace(@Nullable String owner) {
        return owner != null && (replacesByKey || sweptIds.contains(owner) || sweptIds.contains(BatchName.ANY));
    }

    private Intent intent() {
        return new Intent(Intent.Phase.OPEN, Intent.Rows.STAGED, List.copyOf(swept), added());
    }

    @Override
    void begin(BatchName name) {
        context.hash().note(buffer, attempt, intent());
        isNoted = true;
    }

    @Override
    void checkpoint() {
        if (buffer.size() >= context.limits().chunkBytes()) {
            submit();
        }
    }

    private void submit() {
        control.hear();
        transactions.submit(buffer);
        buffer.clear();
        existing.executed();
    }

    @Override
    void commit(StateChange change, StreamHash.Found before) {
        if (buffer.size() > 0) {
            submit();
        }
        transactions.settle();
        boolean fits = context.limits().fits(0, rowsTouched());
        if (!fits && context.limits().large() == LargeUnits.REFUSE) {
            throw context.limits().tooLarge("what the unit deletes and replaces");
        }
        if (fits) {
            context.settlement().queue(buffer, intent());
        }
        for (BatchName name : added()) {
            buffer.command(
                    "HSET",
                    context.keys().batches(),
                    name.id(),
                    context.entry(name).text());
        }
        context.hash().commit(buffer, change, before);
        if (fits) {
            buffer.command(context.hash().forgetCommand(attempt));
        } else {
            context.hash().note(buffer, attempt, intent().committed());
            isNoted = true;
        }
        committing(() -> {
            submit();
            transactions.settle();
        });
        if (!fits) {
            context.settlement().settle(control, attempt, intent().committed());
        }
    }

    private long rowsTouched() {
        long touched = rows.values().stream().mapToLong(Long::longValue).sum();
        for (BatchName name : swept) {
            touched += context.batches().rows(control, name);
        }
        return touched;
    }

    @Override
    void rollBack() {
        transactions.settle();
        transactions.discard();
        if (isNoted) {
            context.settlement().settle(control, attempt, intent());
        }
    }
}
