package io.amp4j.loader.testkit.soak;

import io.amp4j.client.AmpClient;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.Loads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A live load in a process of its own. It waits for a line before it begins, so that a JVM can be started ahead of its turn. */
final class SoakChild {
    static final String OPENED = "opened";
    static final String FAILED = "failed ";

    private SoakChild() {}

    /** Server, destination, table. Ends when its standard input does. */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (in.readLine() == null) {
            return;
        }
        try (AmpClient client = AmpClient.connect(args[0]);
                Load load = Loads.from(client.sql("SELECT * FROM eth_rpc." + args[2]))
                        .to(args[1])
                        .table(args[2])
                        .settings(Map.of("retention", "2000"))
                        .commitInterval(Duration.ofMillis(20))
                        .listener(SoakChild::tell)
                        .stream()) {
            awaitEnd(in, load);
        }
    }

    private static void awaitEnd(BufferedReader in, Load load) throws IOException {
        while (in.readLine() != null) {
            say(load.progress().toString());
        }
    }

    private static void tell(LoadEvent event) {
        if (event instanceof LoadEvent.Opened) {
            say(OPENED);
        } else if (event instanceof LoadEvent.Failed failed) {
            say(FAILED + failed.cause());
            Runtime.getRuntime().halt(1);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
