package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with a JDK and a Maven that are scripts too: they say what they were asked. */
@Timeout(60)
class LauncherTest {
    private static final String FAKE_JAVA = """
            #!/bin/sh
            case " $* " in
              *" -XX:DumpLoadedClassList="*) exit ;;
              *" -Xshare:dump "*)
                for arg; do
                  case $arg in -XX:SharedArchiveFile=*) echo classes >"${arg#*=}" ;; esac
                done ;;
              *) echo "java $*" ;;
            esac
            """;
    private static final String FAKE_MAVEN = """
            #!/bin/sh
            echo "$*" >>maven-calls
            echo "what Maven said"
            [ ! -e broken ] || exit 1
            touch cli/target/amp.jar
            """;

    @TempDir
    private Path folder;

    private Path home;
    private Path jdk;

    /** What a run said, on both streams, and its exit code. */
    private record Said(int code, String text) {}

    @BeforeEach
    void a_source_checkout_with_blanks_in_its_path() throws IOException {
        home = Files.createDirectories(folder.resolve("my checkout"));
        Files.copy(Path.of("../amp"), home.resolve("amp"), StandardCopyOption.COPY_ATTRIBUTES);
        script(home.resolve("mvnw"), FAKE_MAVEN);
        write(home.resolve("pom.xml"), "");
        write(home.resolve("cli/pom.xml"), "");
        write(home.resolve("cli/src/main/java/Main.java"), "");
        write(home.resolve("loaders/some/src/main/java/Loader.java"), "");
        jdk = jdk("17.0.15+6");
    }

    private Path jdk(String version) throws IOException {
        Path made = folder.resolve("jdk " + version);
        script(made.resolve("bin/java"), FAKE_JAVA);
        script(made.resolve("bin/javac"), FAKE_JAVA);
        write(made.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        return made;
    }

    @Test
    void the_first_run_builds_and_says_so_in_one_line() throws Exception {
        Said first = run("query", "SELECT 1");
        assertThat(first.code()).isZero();
        assertThat(first.text().lines()).hasSize(2).first().asString().startsWith("amp: building");
        assertThat(first.text()).contains("-jar " + home.resolve("cli/target/amp.jar") + " query SELECT 1");
        assertThat(home.resolve("cli/target/amp-build.log")).hasContent("what Maven said");
        assertThat(home.resolve("cli/target/amp.lock")).doesNotExist();

        assertThat(run("query", "SELECT 1").text().lines()).hasSize(1);
        assertThat(home.resolve("maven-calls")).content().hasLineCount(1);
    }

    @Test
    void a_newer_source_of_any_module_is_built_again() throws Exception {
        run("--version");
        for (String source :
                List.of("pom.xml", "cli/src/main/java/Main.java", "loaders/some/src/main/java/Loader.java")) {
            Files.setLastModifiedTime(
                    home.resolve(source), FileTime.from(Instant.now().plusSeconds(5)));
            assertThat(run("--version").text()).as(source).startsWith("amp: building");
            Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.EPOCH));
        }
        assertThat(run("--version").text()).startsWith("java ");
    }

    @Test
    void a_failed_build_shows_what_it_said_and_is_tried_again() throws Exception {
        write(home.resolve("broken"), "");
        Said failed = run("--version");
        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.text()).contains("what Maven said", "amp-build.log").doesNotContain("java -");
        Files.delete(home.resolve("broken"));
        assertThat(run("--version").code()).isZero();
    }

    @Test
    void a_lock_whose_holder_is_gone_is_taken() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        write(home.resolve("cli/target/amp.lock/pid"), gone.pid() + "\n");
        assertThat(run("--version").code()).isZero();
    }

    @Test
    void it_works_from_any_folder_and_through_links() throws Exception {
        Path one = Files.createSymbolicLink(folder.resolve("one"), home.resolve("amp"));
        Path two = Files.createSymbolicLink(folder.resolve("two"), folder.relativize(one));
        assertThat(run(List.of(two.toString(), "--version"), Map.of("JAVA_HOME", jdk.toString()))
                        .text())
                .contains("-jar " + home.resolve("cli/target/amp.jar") + " --version");
    }

    @Test
    void commands_that_end_soon_start_quickly_and_others_get_the_whole_compiler() throws Exception {
        assertThat(run("query", "x").text()).contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        assertThat(run("devnet").text()).doesNotContain("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    @Test
    void arguments_reach_the_command_as_they_are() throws Exception {
        assertThat(run("query", "SELECT 'a  b' AS \"*\" -- $HOME").text())
                .contains("query SELECT 'a  b' AS \"*\" -- $HOME");
    }

    @Test
    void each_java_has_its_class_archive_made_anew_after_a_build() throws Exception {
        String archive = "-XX:SharedArchiveFile=" + home.resolve("cli/target/amp-");
        assertThat(run("--version").text()).contains(archive + "17.0.15+6.jsa");
        jdk = jdk("25.0.3+9-LTS");
        assertThat(run("--version").text()).contains(archive + "25.0.3+9-LTS.jsa");
    }

    @Test
    void a_java_that_is_missing_or_old_is_said_in_words() throws Exception {
        jdk = folder.resolve("nothing");
        assertThat(run("--version"))
                .isEqualTo(new Said(2, "amp: JAVA_HOME is '" + jdk + "', but there is no bin/java in it.\n"));
        jdk = jdk("11.0.2+9");
        assertThat(run("--version").text()).contains("Java 17 or newer is needed", "11.0.2");
        jdk = jdk("1.8.0_392-b08");
        assertThat(run("--version").text()).contains("Java 17 or newer is needed", "1.8.0");
        Said none = run(List.of("/bin/sh", home.resolve("amp").toString()), Map.of("PATH", folder.toString()));
        assertThat(none.text()).startsWith("amp: Java is missing");
    }

    @Test
    void building_without_a_compiler_is_said_in_words() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        assertThat(run("--version").text()).contains("has no compiler");
    }

    private Said run(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("amp").toString()));
        command.addAll(List.of(args));
        return run(command, Map.of("JAVA_HOME", jdk.toString()));
    }

    private Said run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("AMP_JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Dated back, so that a build that follows at once is newer. */
    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
}
