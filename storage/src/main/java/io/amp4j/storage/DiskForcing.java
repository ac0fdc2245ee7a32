package io.amp4j.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes files outlive a power failure. A disk confirms many at once nearly as fast as one, so they are handed to it side by side. */
final class DiskForcing {
    private static final int AT_ONCE = 8;
    private static final Executor THREADS = threads();

    private DiskForcing() {}

    /** Shared by all storages; its threads end when nothing was forced for a while, and keep no process alive. */
    private static Executor threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "amp4j-disk-force");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Files, and their names in their folders. Those that are not there are passed over. */
    static void forceFiles(Collection<Path> files) throws IOException {
        Set<Path> paths = new LinkedHashSet<>(files);
        files.forEach(file -> paths.add(file.getParent()));
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (Path path : paths) {
            FutureTask<Void> task = new FutureTask<>(() -> forceIfThere(path));
            tasks.add(task);
            THREADS.execute(task);
        }
        for (FutureTask<Void> task : tasks) {
            await(task);
        }
    }

    private static void await(FutureTask<Void> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were forced to disk");
        }
    }

    private static @Nullable Void forceIfThere(Path path) throws IOException {
        try {
            force(path);
        } catch (NoSuchFileException e) {
            // Deleted meanwhile: nothing names it.
            return null;
        }
        return null;
    }

    /** One file or folder, in the caller's thread. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
