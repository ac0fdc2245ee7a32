package io.amp4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.SqlDataset;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp datasets draft}: from SQL to a manifest. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp datasets draft \"SELECT block_num, hash FROM eth.blocks\" \\",
            "      --dependency eth=_/eth_rpc@1.0.0 --table hashes --network mainnet \\",
            "    | amp datasets register _/block_hashes@1.0.0 -"
        })
final class DatasetDraftCommand extends AdminCommand {
    @Parameters(paramLabel = "SQL", description = "The query; @FILE reads it from a file, - from standard input.")
    private String sql = "";

    @Option(
            names = "--dependency",
            required = true,
            paramLabel = "ALIAS=DATASET",
            description = "A dataset that the SQL reads as ALIAS.table, at a version or hash; may be repeated.")
    private Map<String, String> dependencies = new LinkedHashMap<>();

    @Option(
            names = {"-t", "--table"},
            required = true,
            paramLabel = "NAME",
            description = "The name of the table that the SQL gives.")
    private String table = "";

    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            description = "The network that its blocks belong to.")
    private String network = "";

    DatasetDraftCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(AdminClient admin, Answer answer) {
        SqlDataset dataset = new SqlDataset(() -> admin, SqlText.read(sql, console()));
        for (Map.Entry<String, String> dependency : dependencies.entrySet()) {
            dataset = dataset.withDependency(dependency.getKey(), dependency.getValue());
        }
        JsonNode manifest = RecordJson.of(dataset.toManifest(table, network).manifest());
        answer.document(manifest);
        return ExitCode.OK;
    }
}
