package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The program in a process of its own, whose exporter clients connect to. The connections are closed with it. */
final class ExporterProcess implements AutoCloseable {
    private final InMemoryAws aws = InMemoryAws.start();
    private final List<Socket> sockets = new ArrayList<>();
    private final int port = FreePort.next();
    private final ProgramProcess program;

    private ExporterProcess(List<String> prefix, List<String> jvmFlags) throws IOException {
        program = ProgramProcess.startBy(
                prefix,
                aws.endpoint(),
                jvmFlags,
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--enable-prometheus",
                "--prometheus-port",
                Integer.toString(port));
        program.awaitLine(line -> line.contains("exporter listening"));
    }

    static ExporterProcess start(String... jvmFlags) throws IOException {
        return startBy(List.of(), jvmFlags);
    }

    /** @param prefix a program that becomes the one whose command follows its own arguments, as env does */
    static ExporterProcess startBy(List<String> prefix, String... jvmFlags) throws IOException {
        return new ExporterProcess(prefix, List.of(jvmFlags));
    }

    int port() {
        return port;
    }

    ProgramProcess program() {
        return program;
    }

    /** The client's connections, the first of them first. */
    List<Socket> sockets() {
        return sockets;
    }

    /** Connects and sends this text. */
    Socket send(String text) throws IOException {
        return send("127.0.0.1", text);
    }

    /** Connects from this address of the loopback interface, and sends this text. */
    Socket send(String from, String text) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        program.close();
        aws.close();
    }
}
