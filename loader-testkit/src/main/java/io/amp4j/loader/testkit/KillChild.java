package io.amp4j.loader.testkit;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A process that loads and stops at a step until it is killed, or told to go on by a line on its standard input. It ends by itself when its
 * parent is gone.
 */
final class KillChild {
    static final String AT_STEP = "at";
    static final String DONE = "done";
    static final String FAILED = "failed ";

    private final PrintStream out;
    private final BufferedReader in;

    private KillChild(PrintStream out, BufferedReader in) {
        this.out = out;
        this.in = in;
    }

    /** The task, step, which time, schema or nothing, table and URI; then settings as key=value. */
    public static void main(String[] args) {
        KillChild child =
                new KillChild(System.out, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        child.run(args);
    }

    private void run(String[] args) {
        ChildTask task = ChildTask.valueOf(args[0]);
        Step step = Step.valueOf(args[1]);
        int time = Integer.parseInt(args[2]);
        TableName table = new TableName(args[3].isEmpty() ? null : args[3], args[4]);
        Map<String, String> settings = new HashMap<>();
        for (int i = 6; i < args.length; i++) {
            String[] setting = args[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        try (Loader loader = new SteppedLoader(Destinations.open(args[5], settings), stoppingAt(step, time));
                BufferAllocator allocator = new RootAllocator()) {
            perform(task, loader, table, allocator);
            out.println(DONE);
        } catch (AmpException e) {
            out.println(FAILED + e.code().id());
        }
        out.flush();
    }

    private static void perform(ChildTask task, Loader loader, TableName table, BufferAllocator allocator) {
        switch (task) {
            case STREAM -> new KillScript(loader, table, allocator).run();
            case APPEND -> load(loader, table, LoadMode.APPEND, allocator);
            case OVERWRITE -> load(loader, table, LoadMode.OVERWRITE, allocator);
        }
    }

    private static void load(Loader loader, TableName table, LoadMode mode, BufferAllocator allocator) {
        try (TestJob job = new TestJob(loader, Requests.of(table, mode, BlockRows.SCHEMA), allocator)) {
            ChildTask.load(job, mode);
        }
    }

    private Steps stoppingAt(Step stop, int time) {
        AtomicInteger times = new AtomicInteger();
        return step -> {
            if (step == stop && times.incrementAndGet() == time) {
                out.println(AT_STEP);
                out.flush();
                awaitParent();
            }
        };
    }

    private void awaitParent() {
        try {
            if (in.readLine() == null) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
