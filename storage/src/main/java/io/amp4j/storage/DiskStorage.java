package io.amp4j.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory: files are written under a hidden name, then renamed or linked to their own. */
final class DiskStorage implements Storage {
    private final Path root;
    private final boolean force;

    DiskStorage(Path root, boolean force) {
        this.root = root.toAbsolutePath().normalize();
        this.force = force;
    }

    /** The path that a location means: a path, {@code file:/path} or {@code file:///path}. */
    static Path path(String location) {
        String path = location.regionMatches(true, 0, "file:", 0, 5) ? location.substring(5) : location;
        if (path.startsWith("//")) {
            path = path.substring(path.indexOf('/', 2) < 0 ? path.length() : path.indexOf('/', 2));
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw Names.refused(location);
        }
    }

    @Override
    public String location() {
        return "file://" + root;
    }

    @Override
    public String locationOf(String name) {
        return location() + "/" + Names.checked(name);
    }

    @Override
    public String nameOf(String location) {
        Path path = path(location);
        if (!path.startsWith(root)) {
            throw Names.refused(location);
        }
        return Names.checked(nameOf(path));
    }

    private String nameOf(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private Path at(String name) {
        try {
            return root.resolve(Names.checked(name));
        } catch (InvalidPathException e) {
            throw Names.refused(name);
        }
    }

    @Override
    public Optional<StoredFile> find(String name) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(at(name), BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(stored(name, attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskErrors.of("read", at(name), e);
        }
    }

    private static StoredFile stored(String name, BasicFileAttributes attributes) {
        return new StoredFile(
                name, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    @Override
    public byte[] read(String name) {
        try {
            return Files.readAllBytes(at(name));
        } catch (IOException e) {
            throw DiskErrors.of("read", at(name), e);
        }
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        try (StorageInput in = open(name)) {
            in.seek(offset);
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("it ends at byte " + in.length());
            }
            return bytes;
        } catch (IOException e) {
            throw DiskErrors.of("read", at(name), e);
        }
    }

    @Override
    public Optional<VersionedContent> readVersioned(String name) {
        try {
            byte[] content = Files.readAllBytes(at(name));
            return Optional.of(new VersionedContent(content, DiskReplacement.version(content)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskErrors.of("read", at(name), e);
        }
    }

    @Override
    public StorageInput open(String name) {
        return DiskInput.open(at(name));
    }

    @Override
    public StorageOutput create(String name) {
        return DiskOutput.create(at(name), force);
    }

    @Override
    public void force(Collection<String> names) {
        if (!force) {
            return;
        }
        try {
            DiskForcing.forceFiles(names.stream().map(this::at).toList());
        } catch (IOException e) {
            throw DiskErrors.of("write files below", root, e);
        }
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) {
        Path file = at(name);
        try (DiskOutput out = DiskOutput.create(file, force)) {
            out.write(content, 0, content.length);
            out.link();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw DiskErrors.of("write", file, e);
        }
    }

    @Override
    public Optional<String> replace(String name, byte[] content, String version) {
        return DiskReplacement.replace(at(name), content, version, force);
    }

    @Override
    public List<StoredFile> list(String prefix) {
        int slash = prefix.lastIndexOf('/');
        Path folder = folder(prefix.substring(0, Math.max(slash, 0)));
        List<StoredFile> files = new ArrayList<>();
        walk(folder, prefix.substring(slash + 1), (path, attributes) -> {
            if (isVisible(path)) {
                files.add(stored(nameOf(path), attributes));
            }
        });
        files.sort(Comparator.comparing(StoredFile::name));
        return files;
    }

    private static boolean isVisible(Path path) {
        return !DiskOutput.isUnfinished(path) && !DiskReplacement.isLock(path);
    }

    private interface FileVisit {
        void visit(Path path, BasicFileAttributes attributes);
    }

    /** Only what begins so in the folder itself is looked at. */
    private static void walk(Path folder, String beginning, FileVisit visit) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (entry.getFileName().toString().startsWith(beginning)) {
                    walk(entry, visit);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        } catch (IOException e) {
            throw DiskErrors.of("list", folder, e);
        }
    }

    private static void walk(Path folder, FileVisit visit) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        visit.visit(path, attributes);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE; // deleted meanwhile
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw DiskErrors.of("list", folder, e);
        }
    }

    @Override
    public List<StoredFile> listFrom(String name) {
        Path least = at(name);
        Path folder = least.getParent();
        List<StoredFile> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String entryName = nameOf(entry);
                if (entryName.compareTo(name) >= 0 && isVisible(entry)) {
                    find(entryName).ifPresent(files::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw DiskErrors.of("list", folder, e);
        }
        files.sort(Comparator.comparing(StoredFile::name));
        return files;
    }

    @Override
    public void delete(Collection<String> names) {
        for (String name : names) {
            try {
                Files.deleteIfExists(at(name));
            } catch (IOException e) {
                throw DiskErrors.of("delete", at(name), e);
            }
        }
    }

    @Override
    public void deleteFolder(String folder) {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(at(folder))) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw DiskErrors.of("list", at(folder), e);
        }
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw DiskErrors.of("delete", path, e);
            }
        }
    }

    private Path folder(String name) {
        return name.isEmpty() ? root : at(name);
    }

    @Override
    public List<String> folders(String folder) {
        try (Stream<Path> entries = Files.list(folder(folder))) {
            return entries.filter(Files::isDirectory).map(this::nameOf).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw DiskErrors.of("list", folder(folder), e);
        }
    }

    @Override
    public void sweep(String folder, Duration olderThan) {
        Instant limit = Instant.now().minus(olderThan);
        List<String> abandoned = new ArrayList<>();
        walk(folder(folder), (path, attributes) -> {
            if (DiskOutput.isUnfinished(path)
                    && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
                abandoned.add(nameOf(path));
            }
        });
        delete(abandoned);
    }

    @Override
    public void close() {}
}
