package io.github.cloudunmap.inmemory;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An AWS in memory, served over HTTP on loopback: EC2, Cloud Map, SQS and STS behind one endpoint.
 *
 * <p>The signature of a request names its region, and its access key names its account. The signature is not checked.
 * A test sets up instances and services through {@link #ec2}, {@link #cloudMap} and {@link #account}, sets faults
 * through {@link #on}, and reads the received requests from {@link #calls}. Any thread may call it.
 */
public final class InMemoryAws implements AutoCloseable {
    /** The account of every access key that neither {@link Account#accessKeyId} nor AssumeRole has made. */
    public static final String DEFAULT_ACCOUNT = AccessKeys.DEFAULT_ACCOUNT;

    static {
        // The JDK's server writes head and body separately. Without this property, Nagle's algorithm would delay the
        // body by 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Serial serial = new Serial();
    private final StsRoles roles = new StsRoles();
    private final FaultBoard faults = new FaultBoard();
    private final Calls calls = new Calls();
    private final RequestLimits limits;
    private final InstantSource clock;
    private volatile @Nullable String ec2Account;
    private final ExecutorService threads;
    private final HttpServer server;

    private InMemoryAws(int port, InstantSource clock) throws IOException {
        this.clock = clock;
        this.limits = new RequestLimits(clock);
        // 127.0.0.1, or ::1 with java.net.preferIPv6Addresses
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "in-memory-aws-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new FrontDoor(this::account, this::ec2Account, roles, faults, limits, calls));
        server.start();
    }

    /** Starts on a free port. */
    public static InMemoryAws start() {
        return start(0);
    }

    /**
     * Starts on this port. Port 0 means a free port.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static InMemoryAws start(int port) {
        return start(port, InstantSource.system());
    }

    /**
     * Starts on a free port. The lag of answers ({@link Ec2Region#lag}) and the limits of requests follow this clock.
     */
    public static InMemoryAws start(InstantSource clock) {
        return start(0, clock);
    }

    private static InMemoryAws start(int port, InstantSource clock) {
        try {
            return new InMemoryAws(port, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on " + InetAddress.getLoopbackAddress().getHostAddress() + ", port " + port, e);
        }
    }

    /** Returns the URL for {@code AWS_ENDPOINT_URL}, or for the endpoint of the SDK's clients. */
    public URI endpoint() {
        InetAddress address = server.getAddress().getAddress();
        String host = address instanceof Inet6Address ? "[::1]" : address.getHostAddress();
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    /** Returns the default account's EC2 in this region. */
    public Ec2Region ec2(String region) {
        return account(DEFAULT_ACCOUNT).ec2(region);
    }

    /** Returns the default account's Cloud Map in this region. */
    public CloudMapRegion cloudMap(String region) {
        return account(DEFAULT_ACCOUNT).cloudMap(region);
    }

    /** Returns the account with this id of 12 digits. The account is created at the first call. */
    public Account account(String id) {
        return accounts.computeIfAbsent(id, key -> new Account(key, serial, clock));
    }

    /**
     * Makes EC2 answer every request as if a key of this account had signed the request. Cloud Map and STS are not
     * affected. Null restores the account of the request's own key.
     */
    public void answerEc2For(@Nullable String account) {
        ec2Account = account;
    }

    private Account ec2Account(String ofKey) {
        String instead = ec2Account;
        return account(instead == null ? ofKey : instead);
    }

    public StsRoles roles() {
        return roles;
    }

    public Calls calls() {
        return calls;
    }

    /** Returns the limits beyond which requests are throttled. Initially there are no limits. */
    public RequestLimits limits() {
        return limits;
    }

    /** Returns the object that sets faults for all requests. */
    public Faults onAll() {
        return faults.on(null, null);
    }

    /** Returns the object that sets faults for all requests in one region. */
    public Faults onRegion(String region) {
        return faults.on(null, region);
    }

    /** Returns the object that sets faults for one API operation, such as {@code ListInstances}, in every region. */
    public Faults on(String operation) {
        return faults.on(operation, null);
    }

    /** Returns the object that sets faults for one API operation in one region. */
    public Faults on(String operation, String region) {
        return faults.on(operation, region);
    }

    /** Stops at once. No request in flight is answered, including those that hang. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
