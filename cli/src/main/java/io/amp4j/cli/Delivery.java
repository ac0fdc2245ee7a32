package io.amp4j.cli;

import io.amp4j.cli.output.Format;
import io.amp4j.cli.output.ResultWriter;
import io.amp4j.cli.output.TableLook;
import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Carries a running query's batches to where they go, says which are void, and sums up. */
final class Delivery {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final Format format;
    private final ResultTarget target;
    private final ResultWriter writer;
    private final Reorgs reorgs;
    private final Progress progress;
    private final long started = System.nanoTime();
    private long rows;

    Delivery(Console console, ColorChoice color, Format format, ResultTarget target, Reorgs reorgs) {
        this.reorgs = reorgs;
        this.console = console;
        this.format = format;
        this.target = target;
        TableLook look = target.isFile() ? new TableLook(TableLook.UNLIMITED, false) : console.look(color);
        this.writer = format.writer(target.out(), look);
        this.progress = new Progress(console, isOutOfSight());
    }

    private boolean isOutOfSight() {
        return target.isFile() || !console.outIsTerminal();
    }

    /** True if the result is complete, false if the user ended it. */
    boolean deliver(BatchStream batches, long limit, Interruption interruption) {
        boolean complete;
        try {
            writer.begin(batches.schema());
            complete = copy(batches, limit, interruption);
            writer.finish();
            target.complete();
        } catch (IOException e) {
            throw target.failed(e);
        } finally {
            progress.clear();
        }
        sumUp();
        return complete;
    }

    private boolean copy(BatchStream batches, long limit, Interruption interruption) throws IOException {
        while (rows < limit) {
            Batch batch = next(batches, interruption);
            if (batch == null) {
                return !interruption.happened();
            }
            for (BlockRange reorg : reorgs.seenIn(batch.metadata())) {
                mark(reorg);
            }
            int wanted = (int) Math.min(batch.rows(), limit - rows);
            if (wanted > 0) {
                writer.write(batch.root(), wanted);
                rows += wanted;
            }
            progress.show(rows);
        }
        return true;
    }

    private static @Nullable Batch next(BatchStream batches, Interruption interruption) {
        try {
            return batches.next();
        } catch (AmpException e) {
            if (interruption.happened() && e.code() == ClientError.CANCELLED) {
                return null;
            }
            throw e;
        }
    }

    private void mark(BlockRange reorg) throws IOException {
        if (!writer.reorg(reorg.network(), reorg.start())) {
            progress.clear();
            console.err().println("-- reorg: blocks from " + reorg.start() + " on are void");
        }
    }

    private void sumUp() {
        if (format == Format.table || (console.errIsTerminal() && isOutOfSight())) {
            double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
            console.err()
                    .println(String.format(Locale.ROOT, "(%,d %s, %.2f s)", rows, rows == 1 ? "row" : "rows", seconds));
        }
    }
}
