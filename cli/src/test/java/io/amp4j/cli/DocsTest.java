package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.devnet.Devnet;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@code sh} and {@code java} block of these pages does what it says: commands end with 0, programs compile and run. */
@Timeout(120)
class DocsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|java)\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern FILE = Pattern.compile("\\b\\w+\\.(json|csv|duckdb)\\b");
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    private final Devnet devnet =
            Devnet.builder().blocks(100).blockTime(Duration.ofMillis(20)).start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        devnet.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "registry", "auth", "sync", "labels", "connections", "doctor", "coming-from"})
    void the_examples_of_a_page_run(String page) throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/" + page + ".md")));
        int count = 0;
        while (blocks.find()) {
            count++;
            if (blocks.group(1).equals("java")) {
                run(blocks.group(2));
            } else {
                for (String line : blocks.group(2).lines().toList()) {
                    command(line);
                }
            }
        }
        assertThat(count).isPositive();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AMP_ADMIN_URL", devnet.adminUrl(),
                "AMP_REGISTRY_URL", devnet.registryUrl(),
                "AMP_AUTH_URL", devnet.authUrl(),
                "AMP_AUTH_FILE", folder.resolve("login").toString(),
                "AMP_CONNECTIONS_FILE", folder.resolve("connections.json").toString(),
                "FLIGHT_SQL_CONNECTIONS", folder.resolve("none.json").toString(),
                "DATABASE_URL", "duckdb:" + folder.resolve("chain.duckdb")));
        return environment;
    }

    /** One line of a shell: words, maybe quoted; {@code > FILE}; {@code || true}. */
    private void command(String line) throws Exception {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.replace("|| true", ""));
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(inFolder(text));
        }
        assertThat(words.remove(0)).isEqualTo("amp");
        Path output = null;
        if (words.contains(">")) {
            output = Path.of(words.get(words.size() - 1));
            words = words.subList(0, words.indexOf(">"));
        }
        CommandRun run = amp(words);
        assertThat(run.code() == 0 || line.contains("|| true"))
                .as(line + "\n" + run.err())
                .isTrue();
        if (output != null) {
            Files.write(output, run.bytes());
        }
    }

    /** The registry's page takes a login for granted; the login's own page has its user confirm it. */
    private CommandRun amp(List<String> words) throws InterruptedException {
        Map<String, String> environment = environment();
        if (words.get(0).equals("registry")) {
            environment.put("AMP_AUTH_TOKEN", devnet.auth().logIn().accessToken());
        }
        Thread user = new Thread(this::confirm);
        boolean login = words.equals(List.of("auth", "login"));
        if (login) {
            user.setDaemon(true);
            user.start();
        }
        CommandRun run = CommandRun.in(environment, "", words.toArray(String[]::new));
        user.interrupt();
        user.join();
        return run;
    }

    private void confirm() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                devnet.auth().approve(devnet.auth().lastUserCode());
                return;
            } catch (IllegalStateException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    private void run(String program) throws Exception {
        Matcher name = CLASS.matcher(program);
        assertThat(name.find()).as(program).isTrue();
        Path source = folder.resolve(name.group(1) + ".java");
        Files.writeString(source, onDevnet(program));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int failed = compiler.run(
                null,
                null,
                null,
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
        assertThat(failed).as(program).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(name.group(1)).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw new AssertionError(program, e.getCause());
        }
    }

    /** The files that a page names without a folder are in the test's. */
    private String inFolder(String text) {
        return FILE.matcher(text)
                .replaceAll(name ->
                        Matcher.quoteReplacement(folder.resolve(name.group()).toString()));
    }

    /** The page's addresses are the usual ones; here the server is elsewhere, and somebody is logged in. */
    private String onDevnet(String program) throws IOException {
        var session = devnet.auth().logIn();
        Path login =
                Files.writeString(folder.resolve("java-login"), "{\"accessToken\":\"" + session.accessToken() + "\"}");
        return inFolder(program)
                .replace(
                        "AmpClient.connect(\"grpc://localhost:1602\")",
                        "AmpClient.builder().uri(\"" + devnet.url() + "\").adminUri(\"" + devnet.adminUrl()
                                + "\").build()")
                .replace("grpc://localhost:1602", devnet.url())
                .replace("http://localhost:1602", devnet.url())
                .replace("http://localhost:1610", devnet.adminUrl())
                .replace(
                        "Login.ofThisUser()",
                        "Login.at(java.nio.file.Path.of(\"" + login + "\"), \"" + devnet.authUrl() + "\")");
    }
}
