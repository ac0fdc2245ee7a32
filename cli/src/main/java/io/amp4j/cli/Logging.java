package io.amp4j.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Libraries log through SLF4J (simple) and {@code java.util.logging} (gRPC): both are silent unless asked to speak. */
final class Logging {
    /** Held for as long as the process runs: loggers are garbage collected, and their levels with them. */
    private static final Logger ROOT = Logger.getLogger("");

    private Logging() {}

    static void configure(boolean verbose) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "debug" : "off");
        System.setProperty("org.slf4j.simpleLogger.log.io.grpc.netty.shaded", verbose ? "info" : "off");
        System.setProperty("org.slf4j.simpleLogger.log.org.apache.arrow", verbose ? "warn" : "off");
        System.setProperty("org.slf4j.internal.verbosity", "WARN");
        ROOT.setLevel(verbose ? Level.INFO : Level.OFF);
    }
}
