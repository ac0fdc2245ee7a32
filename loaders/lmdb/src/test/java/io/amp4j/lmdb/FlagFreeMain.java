package io.amp4j.lmdb;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.Loader;
import java.util.Collections;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A user's program: it loads one batch into the environment that its argument names. */
final class FlagFreeMain {
    private FlagFreeMain() {}

    public static void main(String[] args) {
        try (BufferAllocator allocator = new RootAllocator();
                Loader loader = Destinations.open(args[0], Map.of())) {
            new Pairs(LongStream.range(0, 1_000).boxed().toList(), Collections.nCopies(1_000, "text"))
                    .load(loader, allocator, Pairs.request("pairs"), "one");
        }
    }
}
