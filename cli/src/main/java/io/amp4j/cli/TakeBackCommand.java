package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.RewindPlan;
import io.amp4j.loader.StreamControl;
import io.amp4j.loader.connection.DestinationAddress;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code amp rewind} and {@code amp repair} share: a plan, shown; then, when it is said, done. */
abstract class TakeBackCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final DestinationOptions destination = new DestinationOptions();

    @Option(
            names = {"-t", "--table"},
            paramLabel = "NAME",
            description = "The table; its stream has the same name unless --stream-id is given.")
    private @Nullable String table;

    @Option(names = "--stream-id", paramLabel = "ID", description = "The stream.")
    private @Nullable String streamId;

    @Option(names = "--yes", description = "Do it; without, the command only shows what it would do.")
    private boolean confirmed;

    TakeBackCommand(Console console) {
        this.console = console;
    }

    abstract RewindPlan plan(StreamControl control, String stream);

    @Override
    public Integer call() {
        common.configureLogging();
        String stream = streamId != null ? streamId : table;
        if (stream == null) {
            throw new AmpException(CliError.USAGE, "Which stream? Give --table or --stream-id.");
        }
        DestinationAddress address = destination.address(console);
        try (StreamControl control = StreamControl.at(address.uri(), address.settings())) {
            RewindPlan plan = plan(control, stream);
            long rows = confirmed && !plan.isEmpty() ? control.carryOut(plan) : 0;
            PrintStream out = new PrintStream(console.out(), false, StandardCharsets.UTF_8);
            if (common.json()) {
                out.println(json(stream, plan, rows));
            } else {
                print(out, stream, plan, rows);
            }
            out.flush();
        }
        return ExitCode.OK.code();
    }

    private void print(PrintStream out, String stream, RewindPlan plan, long rows) {
        if (plan.isEmpty()) {
            out.println("nothing to do: stream " + stream + " holds nothing there");
            return;
        }
        out.println("stream " + stream + ": " + LoadWords.count(plan.voided().size(), "microbatch")
                + plan.firstVoidBlock()
                        .map(block -> ", from block " + block + " on")
                        .orElse(" of the state, and all rows that no record names")
                + ": " + (confirmed ? "deleted " : "would be deleted ")
                + (plan.deletion() == RewindPlan.Deletion.BY_ID ? "by batch id" : "by a scan of the whole table"));
        out.println("the next load goes on "
                + (plan.resumesBehind() == null
                        ? "from the beginning"
                        : "behind " + plan.resumesBehind().blocks()));
        if (!confirmed) {
            out.println("nothing is changed yet; add --yes to do it");
        } else if (rows >= 0) {
            out.println(LoadWords.count(rows, "row") + " deleted");
        }
    }

    private ObjectNode json(String stream, RewindPlan plan, long rows) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("stream", stream).put("done", confirmed);
        json.put("void_records", plan.voided().size());
        plan.firstVoidBlock().ifPresent(block -> json.put("first_void_block", block));
        return json.put("scan", plan.deletion() == RewindPlan.Deletion.BY_SCAN).put("rows_deleted", rows);
    }
}
