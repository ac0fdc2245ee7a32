package io.amp4j.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which destination a command works on; mixed in by each that needs one. */
final class DestinationOptions {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "URI",
            description = "The destination, such as duckdb:chain.duckdb or postgresql://user@host/database.")
    private String uri = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the destination or of the load, as in the URI's query; may be repeated.")
    private Map<String, String> settings = new HashMap<>();

    String uri() {
        return uri;
    }

    /** A destination to show: without its settings, and without who logs in there. */
    static String withoutSecrets(String uri) {
        return uri.replaceAll("\\?.*", "").replaceAll("//[^/@]*@", "//");
    }

    Map<String, String> settings() {
        return settings;
    }
}
