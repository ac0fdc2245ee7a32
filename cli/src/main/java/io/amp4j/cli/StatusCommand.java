package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.stream.StreamGap;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.StreamControl;
import io.amp4j.loader.StreamStatus;
import io.amp4j.loader.connection.DestinationAddress;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.TableName;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amp status}: what a destination holds of each stream. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp status --to duckdb:chain.duckdb",
            "  amp status --to postgresql://me@localhost/chain --table logs --json"
        })
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final DestinationOptions destination = new DestinationOptions();

    @Option(
            names = {"-t", "--table"},
            paramLabel = "NAME",
            description = "Only the streams of this table.")
    private @Nullable String table;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        common.configureLogging();
        Optional<TableName> only = Optional.ofNullable(table).map(TableName::parse);
        DestinationAddress address = destination.address(console);
        try (StreamControl control = StreamControl.at(address.uri(), address.settings())) {
            List<StreamStatus> streams = control.status(only);
            PrintStream out = new PrintStream(console.out(), false, StandardCharsets.UTF_8);
            if (common.json()) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                streams.forEach(stream -> array.add(json(stream)));
                out.println(array);
            } else if (streams.isEmpty()) {
                out.println("nothing is loaded" + (table == null ? "" : " into " + table));
            } else {
                streams.forEach(stream -> print(out, stream));
            }
            out.flush();
        }
        return ExitCode.OK.code();
    }

    private static void print(PrintStream out, StreamStatus stream) {
        StreamHeader header = stream.state().header();
        out.println("stream " + header.streamId() + " → table " + header.table());
        out.println("  records      " + records(stream.state().records()));
        out.println("  batch loads  " + stream.state().loads().size());
        out.println(
                "  cursor       " + stream.cursor().map(StatusCommand::cursor).orElse("none"));
        out.println("  gaps         " + gaps(stream.gaps()));
        out.println("  epoch        " + header.epoch() + ", " + LoadWords.count(header.seq(), "commit"));
        out.println(
                "  last commit  " + stream.lastCommit().map(StatusCommand::ago).orElse("never"));
    }

    private static String records(List<StreamRecord> records) {
        if (records.isEmpty()) {
            return "none";
        }
        long merged = records.stream().filter(StreamRecord::isMerged).count();
        String span = records.get(0).range().start() + ".."
                + records.get(records.size() - 1).range().end();
        return records.size() + " (" + merged + " merged), blocks " + span;
    }

    private static String cursor(io.amp4j.client.Cursor cursor) {
        StringBuilder text = new StringBuilder();
        cursor.blocks()
                .forEach((network, block) -> text.append(network)
                        .append(" block ")
                        .append(block.number())
                        .append(' ')
                        .append(block.hash()));
        return text.toString();
    }

    private static String gaps(List<StreamGap> gaps) {
        if (gaps.isEmpty()) {
            return "none";
        }
        return String.join(
                ", ",
                gaps.stream()
                        .map(gap -> gap.isUnlinked()
                                ? "the blocks around " + gap.first() + " do not link"
                                : gap.first() + ".." + gap.last())
                        .toList());
    }

    private static String ago(Instant time) {
        return time + " (" + lag(time).toSeconds() + " s ago)";
    }

    private static Duration lag(Instant time) {
        return Duration.between(time, Instant.now());
    }

    private static ObjectNode json(StreamStatus stream) {
        StreamHeader header = stream.state().header();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("stream", header.streamId()).put("table", header.table().toString());
        json.put("network", header.network()).put("epoch", header.epoch()).put("commits", header.seq());
        ArrayNode records = json.putArray("records");
        stream.state()
                .records()
                .forEach(record -> records.addObject()
                        .put("id", record.id() == null ? null : record.id().value())
                        .put("start", record.range().start())
                        .put("end", record.range().end())
                        .put("hash", record.range().hash()));
        ArrayNode gaps = json.putArray("gaps");
        stream.gaps().forEach(gap -> gaps.addObject().put("first", gap.first()).put("last", gap.last()));
        ObjectNode cursor = json.putObject("cursor");
        stream.cursor()
                .ifPresent(at -> at.blocks()
                        .forEach((network, block) -> cursor.putObject(network)
                                .put("number", block.number())
                                .put("hash", block.hash())));
        json.put("batch_loads", stream.state().loads().size());
        stream.lastCommit()
                .ifPresent(time -> json.put("last_commit", time.toString())
                        .put("lag_ms", lag(time).toMillis()));
        return json;
    }
}
