package io.amp4j.devnet.junit;

import io.amp4j.devnet.Devnet;
import io.amp4j.devnet.DevnetBuilder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link Devnet} for tests: one for the class if the field is static (or with {@code @ExtendWith}), one for each test
 * otherwise. Test methods may take it as a parameter. Its Admin API, registry and auth platform listen from the first time that
 * {@link Devnet#adminUrl()} is asked for.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final DevnetExtension devnet = DevnetExtension.of(() -> Devnet.builder().blocks(500));
 * }</pre>
 */
public final class DevnetExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final Supplier<DevnetBuilder> options;
    private @Nullable Devnet devnet;
    private boolean ofClass;

    /** A devnet with the defaults. */
    public DevnetExtension() {
        this(Devnet::builder);
    }

    private DevnetExtension(Supplier<DevnetBuilder> options) {
        this.options = options;
    }

    /**
     * A devnet with options of its own.
     *
     * @param options called once for every start
     * @return the extension
     */
    public static DevnetExtension of(Supplier<DevnetBuilder> options) {
        return new DevnetExtension(options);
    }

    /**
     * The running server.
     *
     * @return the devnet of the test or of its class
     * @throws IllegalStateException outside of a test
     */
    public Devnet devnet() {
        if (devnet == null) {
            throw new IllegalStateException(
                    "the devnet runs only during tests: register the extension with @RegisterExtension");
        }
        return devnet;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = true;
        devnet = options.get().start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!ofClass) {
            devnet = options.get().start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!ofClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ofClass = false;
        stop();
    }

    private void stop() {
        if (devnet != null) {
            devnet.close();
            devnet = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Devnet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return devnet();
    }
}
