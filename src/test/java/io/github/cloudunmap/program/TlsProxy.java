package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on loopback that opens every TLS connection itself, as a company's does, with a certificate for
 * {@value #HOST} of its own, and hands what it reads to an AWS in plain text.
 */
final class TlsProxy implements AutoCloseable {
    /** A name that no resolver knows. */
    static final String HOST = "aws.example";

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final SSLContext tls;
    private final Path bundle;
    private final int awsPort;
    private final @Nullable String user;

    /** @param user whom it lets through, as {@code name:password}; null for everybody */
    TlsProxy(Path directory, int awsPort, @Nullable String user)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.awsPort = awsPort;
        this.user = user;
        Path keys = directory.resolve("keys.p12");
        keytool("-genkeypair", "-keystore", keys, "-keyalg", "EC", "-dname", "CN=" + HOST, "-ext", "san=dns:" + HOST);
        this.bundle = directory.resolve("ca.pem");
        keytool("-exportcert", "-keystore", keys, "-rfc", "-file", bundle);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        this.tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        threads.execute(this::accept);
    }

    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-alias", "proxy"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The certificate authority, in PEM format. */
    Path bundle() {
        return bundle;
    }

    /** The first line of each request, and its user where it named one. */
    List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // It has been closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            while (!head.isEmpty()) {
                String asked = head.lines().findFirst().orElse("");
                boolean isLetThrough = user == null
                        || head.contains("Proxy-Authorization: Basic "
                                + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
                requests.add(asked + (user != null && isLetThrough ? " by " + user : ""));
                if (isLetThrough) {
                    answer(client, "200 Connection established");
                    open(client);
                    return;
                }
                answer(
                        client,
                        "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0");
                head = head(client.getInputStream());
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    private void open(Socket client) throws IOException {
        try (SSLSocket opened = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
                Socket aws = new Socket(InetAddress.getLoopbackAddress(), awsPort)) {
            opened.setUseClientMode(false);
            opened.startHandshake();
            threads.execute(() -> copy(opened, aws));
            copy(aws, opened);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            String text = head.toString(ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text;
            }
        }
        return "";
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
