package mockauth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts mockauth once for all tests, and stops it when they end.
 *
 * <p>Use it with {@code @ExtendWith(MockAuth.class)}; a test may have a parameter of this type. The system property or
 * variable MOCKAUTH_IMPORT names the realm file or folder to serve, MOCKAUTH_COMMAND the command that starts mockauth.
 */
public final class MockAuth implements BeforeAllCallback, ParameterResolver {
    private static String url;

    @Override
    public void beforeAll(ExtensionContext context) {
        url();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MockAuth.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }

    /** Returns the issuer of a realm, for example {@code http://localhost:54321/realms/shop}. */
    public static String issuer(String realm) {
        return url() + "/realms/" + realm;
    }

    private static synchronized String url() {
        if (url == null) url = start();
        return url;
    }

    private static String start() {
        try {
            Path folder = Files.createTempDirectory("mockauth");
            Path portFile = folder.resolve("port");
            Path log = folder.resolve("log");
            Process server = new ProcessBuilder(List.of(
                    setting("MOCKAUTH_COMMAND", "mockauth"), "serve", "--import", setting("MOCKAUTH_IMPORT", "realms"),
                    "--port", "0", "--port-file", portFile.toString(), "--keys", ":memory:"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
            while (!Files.exists(portFile)) {
                if (server.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("mockauth did not start:\n" + Files.readString(log));
                }
            }
            return "http://localhost:" + Files.readString(portFile).strip();
        } catch (IOException error) {
            throw new IllegalStateException("mockauth is not installed, or not on the PATH", error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(error);
        }
    }

    private static String setting(String name, String otherwise) {
        String variable = System.getenv().getOrDefault(name, otherwise);
        return System.getProperty(name, variable);
    }
}
