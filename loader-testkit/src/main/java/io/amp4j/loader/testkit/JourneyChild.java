package io.amp4j.loader.testkit;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.simulation.Journey;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** A process that loads one leg of a journey, and says each of its steps, until it is done or killed. */
final class JourneyChild {
    static final String STEP = "step";
    static final String DONE = "done";

    private JourneyChild() {}

    /** The seed, the leg, schema or nothing, table and URI; then settings as key=value. */
    public static void main(String[] args) {
        TableName table = new TableName(args[2].isEmpty() ? null : args[2], args[3]);
        Map<String, String> settings = new HashMap<>();
        for (int i = 5; i < args.length; i++) {
            String[] setting = args[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        PrintStream out = System.out;
        try (Loader loader = Destinations.open(args[4], settings)) {
            new Journey(Long.parseLong(args[0]))
                    .load(Integer.parseInt(args[1]), loader, table, event -> say(out, STEP));
        }
        say(out, DONE);
    }

    private static void say(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }
}
