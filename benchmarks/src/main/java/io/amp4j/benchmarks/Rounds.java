package io.amp4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures one task against others, in turns: each round runs every task once, and gives one ratio for each rival. The median
 * of these ratios is what counts; a machine that is busy for a while slows both sides of a ratio.
 *
 * <p>Not thread-safe.
 */
public final class Rounds {
    /** The fewest rounds whose median says anything. */
    public static final int FEWEST = 7;

    private static final int WARM_UP = 2;

    private final String title;
    private final long rows;
    private final List<Contender> contenders = new ArrayList<>();
    private Task before = () -> {};
    private double floor;

    /** What is timed. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does the work once.
         *
         * @throws Exception if it fails; the benchmark ends
         */
        void run() throws Exception;
    }

    private record Contender(String name, double target, Task task, List<Double> seconds) {}

    private Rounds(String title, long rows) {
        this.title = title;
        this.rows = rows;
    }

    /**
     * A benchmark of our task.
     *
     * @param title what is measured
     * @param rows the rows that each task handles
     * @param task ours
     * @return the benchmark, without rivals
     */
    public static Rounds of(String title, long rows, Task task) {
        Rounds rounds = new Rounds(title, rows);
        rounds.contenders.add(new Contender("amp4j", 1, task, new ArrayList<>()));
        return rounds;
    }

    /**
     * Adds a rival.
     *
     * @param name its name
     * @param target how many times as fast as it we want to be
     * @param task its task, the same work as ours
     * @return this
     */
    public Rounds against(String name, double target, Task task) {
        contenders.add(new Contender(name, target, task, new ArrayList<>()));
        return this;
    }

    /**
     * Says how fast we want to be, whoever the rivals are.
     *
     * @param millionRows a rate in millions of rows a second
     * @return this
     */
    public Rounds atLeast(double millionRows) {
        floor = millionRows;
        return this;
    }

    /**
     * Says what is done before each task, and is not timed.
     *
     * @param task the preparation
     * @return this
     */
    public Rounds before(Task task) {
        before = task;
        return this;
    }

    /**
     * Adds a task that is measured for comparison, without a wish.
     *
     * @param name its name
     * @param task what it does
     * @return this
     */
    public Rounds beside(String name, Task task) {
        return against(name, 0, task);
    }

    /**
     * Runs all tasks in turns.
     *
     * @param rounds how many times, at least {@link #FEWEST}
     * @return a Markdown table, one row for each contender
     * @throws Exception if a task fails
     */
    public String run(int rounds) throws Exception {
        if (rounds < FEWEST) {
            throw new IllegalArgumentException("fewer than " + FEWEST + " rounds say nothing");
        }
        for (int i = 0; i < WARM_UP; i++) {
            for (Contender contender : contenders) {
                seconds(contender.task());
            }
        }
        for (int i = 0; i < rounds; i++) {
            for (int k = 0; k < contenders.size(); k++) {
                // Another one begins each time, so that none always runs behind the same.
                Contender contender = contenders.get((i + k) % contenders.size());
                contender.seconds().add(seconds(contender.task()));
            }
        }
        return table(rounds);
    }

    private double seconds(Task task) throws Exception {
        before.run();
        long start = System.nanoTime();
        task.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private String table(int rounds) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, "%s, %,d rows, %d rounds%n%n", title, rows, rounds));
        table.append("| | median s | Mrows/s | amp4j is faster by | wanted | |\n|---|---|---|---|---|---|\n");
        Contender ours = contenders.get(0);
        for (Contender contender : contenders) {
            double seconds = median(contender.seconds());
            table.append(
                    String.format(Locale.ROOT, "| %s | %.3f | %.2f ", contender.name(), seconds, rows / seconds / 1e6));
            table.append(contender.equals(ours) ? ownLimit(rows / seconds / 1e6) : ratio(ours, contender));
        }
        return table.toString();
    }

    private String ownLimit(double millionRows) {
        return floor == 0
                ? "| | | |\n"
                : String.format(
                        Locale.ROOT, "| | %.2f Mrows/s | %s |%n", floor, millionRows >= floor ? "reached" : "missed");
    }

    private static String ratio(Contender ours, Contender rival) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.seconds().size(); i++) {
            ratios.add(rival.seconds().get(i) / ours.seconds().get(i));
        }
        double ratio = median(ratios);
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        String measured =
                String.format(Locale.ROOT, "| %.2f (%.2f–%.2f) | ", ratio, sorted[0], sorted[sorted.length - 1]);
        String verdict = ratio >= rival.target() ? "reached" : "missed";
        return rival.target() == 0
                ? measured + "| |\n"
                : measured + String.format(Locale.ROOT, "%.2f | %s |%n", rival.target(), verdict);
    }

    /** A line about times that are to be short: their median, their range, and whether that is what was wanted. */
    static String atMost(String title, List<Double> millis, double limit) {
        double median = median(millis);
        return String.format(
                Locale.ROOT,
                "%s, median of %d: %.0f ms (%.0f–%.0f), wanted at most %.0f: %s%n",
                title,
                millis.size(),
                median,
                Collections.min(millis),
                Collections.max(millis),
                limit,
                median <= limit ? "reached" : "missed");
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
