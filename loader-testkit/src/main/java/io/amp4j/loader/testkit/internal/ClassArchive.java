package io.amp4j.loader.testkit.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This process's classes, as child processes archive them: with the archive of one, the next starts in half the time. Immutable. */
public final class ClassArchive {
    private final String classPath;
    private final Path file;

    private ClassArchive(String classPath, Path file) {
        this.classPath = classPath;
        this.file = file;
    }

    /**
     * Packs this process's class path. Nothing is archived yet.
     *
     * @param directory where the packed classes and the archive are kept; whoever made it deletes it
     * @return the archive to be
     */
    public static ClassArchive in(Path directory) {
        return new ClassArchive(ClassPathJars.pack(directory), directory.resolve("classes.jsa"));
    }

    /**
     * The flags of a JVM that archives what it has loaded when it ends by itself, its class path among them.
     *
     * @return flags
     */
    public List<String> recording() {
        return flags("-XX:ArchiveClassesAtExit=" + file);
    }

    /**
     * The flags of a JVM that takes classes from the archive, if there is one and it is of use; its class path among them.
     *
     * @return flags
     */
    public List<String> using() {
        return flags(Files.exists(file) ? "-XX:SharedArchiveFile=" + file : "-Xshare:auto");
    }

    private List<String> flags(String archive) {
        return List.of(archive, "-Xlog:disable", "-cp", classPath);
    }
}
