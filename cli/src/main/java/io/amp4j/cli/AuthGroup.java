package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.auth.Credentials;
import io.amp4j.client.auth.DeviceLogin;
import io.amp4j.client.auth.Login;
import io.amp4j.client.auth.LoginError;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code amp auth}. */
@Command(
        footer = {
            "  amp auth login",
            "  amp auth status --json",
            "  curl -H \"authorization: Bearer $(amp auth token)\" …",
            "",
            "The login is kept in ~/.amp/cache/amp_cli_auth, as Amp's other command-line",
            "tools keep it, or in the file that $AMP_AUTH_FILE names. $AMP_AUTH_TOKEN is",
            "used before it."
        })
final class AuthGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    AuthGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("login", "Log in with a browser, here or elsewhere.", LogIn::new),
                new Subcommand("logout", "Forget the login.", LogOut::new),
                new Subcommand("status", "Show who is logged in; asks nobody.", Status::new),
                new Subcommand("token", "Print a token that is good now.", Token::new));
    }

    /** What the commands share. */
    abstract static class AuthCommand extends AnsweringCommand {
        @Option(
                names = "--auth-url",
                paramLabel = "URL",
                description = "The auth platform; else $" + Login.PLATFORM_VARIABLE + ", else the hosted one.")
        private @Nullable String platform;

        AuthCommand(Console console) {
            super(console);
        }

        abstract ExitCode run(Login login, Answer answer);

        final Optional<String> named() {
            return Logins.named(console().environment());
        }

        @Override
        final ExitCode answer(Answer answer) {
            return run(Logins.login(console().environment(), platform), answer);
        }
    }

    private static Map<String, Object> json(Login login, Credentials credentials) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logged_in", true);
        json.put("user_id", credentials.userId());
        json.put("accounts", credentials.accounts().orElse(List.of()));
        json.put("expires_at", credentials.expiry());
        json.put("renewable", credentials.refreshToken().isPresent());
        json.put("file", login.file().toString());
        return json;
    }

    @Command(
            footerHeading = "%nExamples:%n",
            footer = {"  amp auth login", "  amp auth login --no-browser      # over ssh: open the page anywhere"})
    static final class LogIn extends AuthCommand {
        @Option(names = "--no-browser", description = "Only print the page's address.")
        private boolean noBrowser;

        LogIn(Console console) {
            super(console);
        }

        @Override
        ExitCode run(Login login, Answer answer) {
            DeviceLogin device = login.begin();
            boolean opened = !noBrowser
                    && Browser.open(device.verificationUri(), console().environment());
            tell(device, opened, answer);
            try (Interruption interruption = Interruption.watch()) {
                interruption.cancels(Thread.currentThread()::interrupt);
                try {
                    Credentials credentials = device.await();
                    answer.done(
                            "logged in as " + credentials.userId().orElse("an unknown user"), json(login, credentials));
                    return ExitCode.OK;
                } catch (AmpException e) {
                    if (e.code() == ClientError.CANCELLED && interruption.happened()) {
                        return ExitCode.INTERRUPTED;
                    }
                    throw e;
                }
            }
        }

        /** To standard error, as the login is the result; but scripts need it, too. */
        private void tell(DeviceLogin device, boolean opened, Answer answer) {
            if (answer.isJson()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("event", "confirm");
                json.put("user_code", device.userCode());
                json.put("verification_uri", device.verificationUri().toString());
                json.put("expires_at", device.expiresAt());
                json.put("browser", opened);
                answer.document(RecordJson.of(json));
                return;
            }
            console()
                    .err()
                    .println((opened ? "Your browser opens " : "Open this page in a browser: ")
                            + Answer.safe(device.verificationUri()));
            console().err().println("Confirm that it shows the code " + Answer.safe(device.userCode()));
        }
    }

    static final class LogOut extends AuthCommand {
        LogOut(Console console) {
            super(console);
        }

        @Override
        ExitCode run(Login login, Answer answer) {
            boolean was = login.forget();
            answer.done(was ? "logged out" : "nobody was logged in", Map.of("logged_out", was));
            return ExitCode.OK;
        }
    }

    static final class Status extends AuthCommand {
        Status(Console console) {
            super(console);
        }

        @Override
        ExitCode run(Login login, Answer answer) {
            if (named().isPresent()) {
                answer.done(
                        "the token of $AMP_AUTH_TOKEN is used, before any login",
                        Map.of("logged_in", true, "source", "AMP_AUTH_TOKEN"));
                return ExitCode.OK;
            }
            Optional<Credentials> credentials = login.credentials();
            if (credentials.isEmpty()) {
                answer.done("nobody is logged in; see amp auth login", Map.of("logged_in", false));
                return ExitCode.USER;
            }
            answer.done(words(credentials.get()) + ", " + login.file(), json(login, credentials.get()));
            return ExitCode.OK;
        }

        private static String words(Credentials credentials) {
            String until = credentials
                    .expiry()
                    .map(expiry -> expiry.isAfter(Instant.now())
                            ? ", the token is good until " + expiry
                            : ", the token is renewed with the next call")
                    .orElse("");
            return "logged in as " + credentials.userId().orElse("an unknown user") + until;
        }
    }

    static final class Token extends AuthCommand {
        Token(Console console) {
            super(console);
        }

        @Override
        ExitCode run(Login login, Answer answer) {
            String token = named().orElseGet(() -> login.tokens().token());
            if (token == null) {
                throw new AmpException(LoginError.LOGIN_REQUIRED, "nobody is logged in; log in with 'amp auth login'");
            }
            answer.word("token", token);
            return ExitCode.OK;
        }
    }
}
