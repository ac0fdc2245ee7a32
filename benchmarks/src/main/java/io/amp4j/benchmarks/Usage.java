package io.amp4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/**
 * What this process has used so far, or between two moments. Heap is counted for threads that live, so a task that is measured must not
 * end threads.
 *
 * @param nanos time on the wall
 * @param cpuNanos time on processors, of all threads
 * @param heapBytes heap that was allocated, whether or not it was collected since
 */
record Usage(long nanos, long cpuNanos, long heapBytes) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Usage now() {
        long[] allocated = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
        long heap = LongStream.of(allocated).filter(bytes -> bytes > 0).sum();
        return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), heap);
    }

    Usage since(Usage before) {
        return new Usage(nanos - before.nanos, cpuNanos - before.cpuNanos, heapBytes - before.heapBytes);
    }

    double seconds() {
        return nanos / 1e9;
    }
}
