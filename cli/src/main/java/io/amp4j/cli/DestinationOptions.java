package io.amp4j.cli;

import io.amp4j.loader.connection.Connections;
import io.amp4j.loader.connection.DestinationAddress;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which destination a command works on; mixed in by each that needs one. */
final class DestinationOptions {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "URI|NAME",
            description = "The destination: a URI, such as duckdb:chain.duckdb or postgresql://user@host/database; "
                    + "the name of a connection, see amp connections; or env:VARIABLE, a URI in the environment.")
    private String destination = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the destination or of the load, as in the URI's query; may be repeated.")
    private Map<String, String> settings = new HashMap<>();

    /** Where it is, with all that a connection refers to looked up. */
    DestinationAddress address(Console console) {
        return Connections.of(console.environment()).resolve(destination).with(settings);
    }
}
