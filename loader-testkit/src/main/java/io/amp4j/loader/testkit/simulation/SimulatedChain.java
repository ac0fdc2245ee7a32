package io.amp4j.loader.testkit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * The truth of a simulation: a chain that grows, reorganises, and comes back to a branch that it had left. It also says which orphaned blocks
 * the server still remembers, for that is what a server can tell a client about a fork.
 */
final class SimulatedChain {
    private static final String NO_PARENT = "0x" + "0".repeat(64);

    private final Random random;
    private final long earliest;
    private final List<SimulatedBlock> canonical = new ArrayList<>();
    private final Map<String, SimulatedBlock> everSeen = new HashMap<>();
    private final Map<String, SimulatedBlock> orphans = new HashMap<>();
    private List<SimulatedBlock> left = List.of();

    SimulatedChain(Random random, long earliest) {
        this.random = random;
        this.earliest = earliest;
    }

    long earliest() {
        return earliest;
    }

    /** The newest block's number, or one below the earliest while there is none. */
    long head() {
        return earliest + canonical.size() - 1;
    }

    SimulatedBlock at(long number) {
        return canonical.get((int) (number - earliest));
    }

    Optional<SimulatedBlock> canonicalAt(long number) {
        return number < earliest || number > head() ? Optional.empty() : Optional.of(at(number));
    }

    boolean isCanonical(long number, String hash) {
        return canonicalAt(number).filter(block -> block.hash().equals(hash)).isPresent();
    }

    /** The hash of the block before the earliest one, or of a canonical one. */
    String parentHashOf(long number) {
        if (number > earliest) {
            return at(number - 1).hash();
        }
        return earliest == 0 ? NO_PARENT : "0x" + "e".repeat(64);
    }

    void grow(int blocks) {
        for (int i = 0; i < blocks; i++) {
            long number = head() + 1;
            add(new SimulatedBlock(number, newHash(), parentHashOf(number)));
        }
    }

    /** Replaces the newest blocks by as many, fewer or more others. */
    void reorganise(int depth, int replacements) {
        left = cutOff(depth);
        grow(replacements);
    }

    /** Comes back to the branch that the last reorganisation left: A, then B, then A again. */
    boolean flipBack() {
        if (left.isEmpty()
                || !left.get(0).parentHash().equals(parentAt(left.get(0).number()))) {
            return false;
        }
        List<SimulatedBlock> back = left;
        left = cutOff((int) (head() - back.get(0).number() + 1));
        back.forEach(this::add);
        return true;
    }

    private String parentAt(long number) {
        return number > head() + 1 ? "" : parentHashOf(number);
    }

    private List<SimulatedBlock> cutOff(int depth) {
        List<SimulatedBlock> top = canonical.subList(canonical.size() - depth, canonical.size());
        List<SimulatedBlock> cut = List.copyOf(top);
        cut.forEach(block -> orphans.put(block.hash(), block));
        top.clear();
        return cut;
    }

    /** The server forgets all forks that were. */
    void forgetForks() {
        orphans.clear();
    }

    /** Whether any block had this hash; the parent of the earliest one had. */
    boolean wasEver(String hash) {
        return everSeen.containsKey(hash) || hash.equals(parentHashOf(earliest));
    }

    /** An orphaned block that the server still remembers. */
    Optional<SimulatedBlock> orphan(String hash) {
        return Optional.ofNullable(orphans.get(hash));
    }

    private void add(SimulatedBlock block) {
        orphans.remove(block.hash());
        everSeen.put(block.hash(), block);
        canonical.add(block);
    }

    private String newHash() {
        return "0x%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /** The rows of canonical blocks, from one on, in order. */
    List<SimulatedRow> rowsFrom(long number) {
        List<SimulatedRow> rows = new ArrayList<>();
        for (long n = Math.max(number, earliest); n <= head(); n++) {
            addRows(rows, at(n));
        }
        return rows;
    }

    /** The rows of the blocks that end with one, on whatever branch that one lies. */
    List<SimulatedRow> rowsOf(long start, String lastHash) {
        List<SimulatedRow> rows = new ArrayList<>();
        SimulatedBlock block = Objects.requireNonNull(everSeen.get(lastHash), lastHash);
        while (block.number() > start) {
            addRows(rows, block);
            block = Objects.requireNonNull(everSeen.get(block.parentHash()), block.parentHash());
        }
        addRows(rows, block);
        return rows;
    }

    private static void addRows(List<SimulatedRow> rows, SimulatedBlock block) {
        for (int i = 0; i < block.rows(); i++) {
            rows.add(new SimulatedRow(block.number(), block.hash(), i, block.value(i)));
        }
    }
}
