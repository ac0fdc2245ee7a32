package io.amp4j.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plan of the house, over all modules that are built beside this one. */
class LayeringTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** What each room may know of the others. Whatever stands in {@code loaders/} and {@code connectors/} shares one line. */
    private static final Map<String, List<String>> KNOWS = Map.of(
            "client", List.of(),
            "devnet", List.of("client"),
            "loader", List.of("client"),
            "parquet", List.of("client"),
            "storage", List.of("client", "loader"),
            "loader-testkit", List.of("client", "devnet", "loader"),
            "loaders", List.of("client", "loader", "parquet", "storage"),
            "connectors", List.of("client"));

    /** Packages of others in which a module has a class, since what it needs there is visible to the package alone. */
    private static final Map<String, List<String>> GUESTS = Map.of("loaders/duckdb", List.of("org.apache.arrow.c"));

    private static final Map<String, JavaClasses> MODULES = new TreeMap<>();

    @BeforeAll
    static void import_every_module() throws IOException {
        for (String parent : List.of(".", "loaders", "connectors")) {
            importModules(ROOT.resolve(parent));
        }
    }

    private static void importModules(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path folder : folders.filter(each -> Files.isRegularFile(each.resolve("pom.xml")))
                    .toList()) {
                Path classes = folder.resolve("target/classes");
                if (Files.isDirectory(classes)) {
                    MODULES.put(
                            ROOT.relativize(folder.normalize()).toString(),
                            new ClassFileImporter().importPath(classes));
                }
            }
        }
    }

    @Test
    void the_rooms_that_this_command_stands_on_are_looked_at() {
        assertThat(MODULES).containsKeys("client", "cli");
        assertThat(MODULES.get("client")).hasSizeGreaterThan(20);
    }

    @Test
    void each_module_keeps_to_its_own_package() {
        MODULES.forEach((module, classes) -> {
            String home = packageOf(module);
            List<String> guest = GUESTS.getOrDefault(module, List.of());
            assertThat(classes.stream().map(JavaClass::getPackageName))
                    .as("packages of %s", module)
                    .allMatch(name -> name.equals(home) || name.startsWith(home + ".") || guest.contains(name));
        });
    }

    @Test
    void lower_rooms_know_nothing_of_upper_ones() {
        MODULES.forEach((module, classes) -> {
            List<String> known = KNOWS.get(module.replaceAll("/.*", ""));
            if (known != null && !classes.isEmpty()) {
                noClasses()
                        .should()
                        .dependOnClassesThat(strangersTo(module, known))
                        .because(module + " may know only " + known)
                        .check(classes);
            }
        });
    }

    private static DescribedPredicate<JavaClass> strangersTo(String module, List<String> known) {
        DescribedPredicate<JavaClass> familiar = resideInAPackage(packageOf(module) + "..");
        for (String other : known) {
            familiar = familiar.or(resideInAPackage(packageOf(other) + ".."));
        }
        return resideInAPackage("io.amp4j..").and(DescribedPredicate.not(familiar));
    }

    @Test
    void what_is_internal_belongs_to_its_module() {
        MODULES.forEach((module, classes) -> {
            if (!classes.isEmpty()) {
                DescribedPredicate<JavaClass> own = resideInAPackage(packageOf(module) + "..");
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("io.amp4j..internal..").and(DescribedPredicate.not(own)))
                        .because(module + " may use only what a stranger could")
                        .check(classes);
            }
        });
    }

    /** The folder says the package: {@code loaders/duckdb} is {@code io.amp4j.duckdb}. */
    private static String packageOf(String module) {
        return "io.amp4j." + module.replaceAll(".*/", "").replace("-", ".");
    }
}
