package io.amp4j.iceberg;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Iceberg's own REST catalog for tests, on a free port of 127.0.0.1, over a catalog in SQLite. */
final class RestServer implements AutoCloseable {
    private final Server server;
    private final JdbcCatalog backend;

    RestServer(Path directory) throws Exception {
        backend = new JdbcCatalog();
        backend.setConf(new org.apache.hadoop.conf.Configuration());
        backend.initialize(
                "backend",
                Map.of(
                        "uri",
                        "jdbc:sqlite:" + directory.resolve("backend.db"),
                        "warehouse",
                        "file://" + directory.resolve("rest"),
                        "jdbc.schema-version",
                        "V1",
                        "io-impl",
                        HadoopFileIO.class.getName()));
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(new RESTCatalogServlet(new RESTCatalogAdapter(backend))), "/*");
        server.setHandler(context);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getURI().getPort();
    }

    JdbcCatalog backend() {
        return backend;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the REST server does not stop", e);
        } finally {
            backend.close();
        }
    }
}
