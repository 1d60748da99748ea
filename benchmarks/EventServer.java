import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.inmemory.MessageQueue;
import io.github.cloudunmap.inmemory.StateChangeEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * An AWS in memory with a queue of EC2's events, in a process of its own: {@code java -cp 'LIB/*' EventServer.java
 * SERVICES REGISTRATIONS LATENCY_MS [UNLIMITED]}. Every instance is registered with one service. Prints its endpoint and the queue's
 * URL. Then it does what each line says that it reads, and answers it by one line of JSON.
 */
final class EventServer implements AutoCloseable {
    private static final String REGION = "us-east-1";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryAws aws = InMemoryAws.start();
    private final MessageQueue queue = aws.account(InMemoryAws.DEFAULT_ACCOUNT).queue(REGION, "changes");
    private final StateChangeEvents events =
            aws.account(InMemoryAws.DEFAULT_ACCOUNT).events(REGION);
    private final Random random = new Random(0);
    private final int services;
    private final int registrations;
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private final Map<String, Long> removedAt = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private int ended;

    private EventServer(int services, int registrations, Duration latency, boolean isLimited) {
        this.services = services;
        this.registrations = registrations;
        aws.calls().stopLogging();
        if (isLimited) {
            aws.limits().setKnown();
        }
        aws.onAll().before(call -> requests.computeIfAbsent(call.operation(), name -> new LongAdder())
                .increment());
        for (String operation : List.of("ListInstances", "GetInstance", "DescribeInstances", "DeregisterInstance")) {
            aws.on(operation).latency(latency);
        }
        for (int i = 0; i < services * registrations; i++) {
            if (i % registrations == 0) {
                aws.cloudMap(REGION).createService("srv-" + i / registrations);
            }
            aws.ec2(REGION).launch(LaunchedInstance.running(id(i), address(i)));
            aws.cloudMap(REGION).register("srv-" + i / registrations, id(i), Map.of("AWS_INSTANCE_IPV4", address(i)));
        }
        aws.cloudMap(REGION).onAcceptedRemoval((service, instance) -> {
            removedAt.put(instance, System.nanoTime());
            CountDownLatch latch = awaited.get(instance);
            if (latch != null) {
                latch.countDown();
            }
        });
    }

    public static void main(String[] arguments) throws Exception {
        try (EventServer server = new EventServer(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Duration.ofMillis(Long.parseLong(arguments[2])),
                arguments.length == 3)) {
            System.out.println(server.aws.endpoint() + " " + server.queue.url());
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(JSON.writeValueAsString(server.does(line.split(" "))));
            }
        }
    }

    private Object does(String[] words) throws InterruptedException {
        requests.clear();
        long start = System.nanoTime();
        List<Double> delays = switch (words[0]) {
            case "end" -> endOneByOne(number(words[1]), number(words[2]), number(words[3]));
            case "flood" -> flood(number(words[1]));
            case "mass" -> endAtOnce(number(words[1]));
            case "wait" -> {
                Thread.sleep(1000L * number(words[1]));
                yield List.of();
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
        return Map.of(
                "seconds", (System.nanoTime() - start) / 1e9, "delays", delays, "requests", new TreeMap<>(requests));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /**
     * Instances end, each in another service than the one before. Returns how long it took from the event to the removal
     * that Cloud Map has accepted, in seconds.
     *
     * @param lag how many milliseconds after its event EC2 shows an end
     * @param noise how many messages come among them that say nothing new
     */
    private List<Double> endOneByOne(int many, int lag, int noise) throws InterruptedException {
        List<Double> delays = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String instance = next();
            CountDownLatch removed = new CountDownLatch(1);
            awaited.put(instance, removed);
            for (int n = 0; n < noise / many; n++) {
                queue.send(noise(n, instance));
            }
            long sentAt = System.nanoTime();
            if (lag == 0) {
                aws.ec2(REGION).terminate(instance);
            }
            queue.send(events.event(instance, "shutting-down", Instant.now()));
            if (lag > 0) {
                Thread.sleep(lag);
                aws.ec2(REGION).terminate(instance);
            }
            if (!removed.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(instance + " has not been removed");
            }
            delays.add((removedAt.get(instance) - sentAt) / 1e9);
            Thread.sleep(300);
        }
        return delays;
    }

    /** The next instance to end: of each service in turn, and never its last. */
    private String next() {
        int number = ended % services * registrations + ended / services;
        if (ended / services >= registrations - 1) {
            throw new IllegalStateException("no service has an instance left to end");
        }
        ended++;
        return id(number);
    }

    /** Malformed, foreign, about a stranger, or said before. */
    private String noise(int n, String instance) {
        return switch (n % 4) {
            case 0 -> "{\"source\": \"aws.ec2\", \"detail";
            case 1 -> "{\"source\": \"aws.s3\", \"detail-type\": \"Object Created\", \"region\": \"us-east-1\"}";
            case 2 -> events.event("i-0fffffffffffff" + random.nextInt(100, 1000), "terminated", Instant.now());
            default ->
                ended < 2
                        ? events.event(instance, "running", Instant.now())
                        : events.event(
                                id((ended - 2) % services * registrations + (ended - 2) / services),
                                "shutting-down",
                                Instant.now());
        };
    }

    /** So many events about one live instance. Waits until the queue is empty. */
    private List<Double> flood(int many) throws InterruptedException {
        String event = events.event(id(registrations - 1), "running", Instant.now());
        for (int i = 0; i < many; i++) {
            queue.send(event);
        }
        queue.awaitEmpty(LONGEST);
        return List.of();
    }

    /** So many instances end, spread over all services. Waits until their registrations have gone. */
    private List<Double> endAtOnce(int many) throws InterruptedException {
        List<String> ending = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ending.add(next());
        }
        Collections.shuffle(ending, random);
        CountDownLatch removed = new CountDownLatch(many);
        ending.forEach(instance -> awaited.put(instance, removed));
        ending.forEach(instance -> aws.ec2(REGION).terminate(instance));
        long sentAt = System.nanoTime();
        ending.forEach(instance -> queue.send(events.event(instance, "terminated", Instant.now())));
        if (!removed.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(removed.getCount() + " have not been removed");
        }
        queue.awaitEmpty(LONGEST);
        return ending.stream()
                .map(instance -> (removedAt.get(instance) - sentAt) / 1e9)
                .toList();
    }

    private static String id(int instance) {
        return String.format("i-%017x", instance);
    }

    private static String address(int instance) {
        return "10." + instance / 65_536 + "." + instance / 256 % 256 + "." + instance % 256;
    }

    @Override
    public void close() {
        aws.close();
    }
}
