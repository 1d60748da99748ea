import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.demo.Call;
import io.github.cloudunmap.demo.LaunchedInstance;
import io.github.cloudunmap.demo.InMemoryAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * An AWS in memory with one shape's fleet, in a process of its own: {@code java -cp 'LIB/*' FleetServer.java SERVICES
 * REGISTRATIONS FLEET LATENCY_MS REGION...}. Prints its endpoint, then answers each line it reads with what was asked
 * of it since the line before, as JSON, and ends with its input.
 */
final class FleetServer implements AutoCloseable {
    private record Operation(LongAdder requests, LongAdder answers, LongAdder filterValues) {
        Operation() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        Seen sinceLast(long throttled, long bytes) {
            long asked = requests.sumThenReset();
            return new Seen(asked, asked - answers.sumThenReset(), throttled, filterValues.sumThenReset(), bytes);
        }
    }

    /** What was asked of one operation; {@code bytes} are its answers'. */
    private record Seen(long requests, long failed, long throttled, long filterValues, long bytes) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryAws aws = InMemoryAws.start();
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();
    private final AtomicLong firstRequestAt = new AtomicLong();

    private FleetServer(Duration latency, List<String> regions) {
        aws.calls().stopLogging();
        aws.limits().setKnown();
        // The knobs for all requests come before a region's: what arrives is counted before it waits.
        aws.onAll().before(this::arrived);
        aws.onAll().after(call -> operation(call).answers.increment());
        regions.forEach(region -> aws.onRegion(region).latency(latency));
    }

    public static void main(String[] arguments) throws IOException {
        List<String> regions = List.of(arguments).subList(4, arguments.length);
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[3]));
        try (FleetServer server = new FleetServer(latency, regions)) {
            server.fill(number(arguments[0]), number(arguments[1]), number(arguments[2]), regions);
            server.serve();
        }
    }

    private static int number(String argument) {
        return Integer.parseInt(argument);
    }

    private void serve() throws IOException {
        System.out.println(aws.endpoint());
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            System.out.println(counters());
        }
    }

    @Override
    public void close() {
        aws.close();
    }

    /** Instances lie in the regions by turns; the services, all in the first region, take theirs from the whole fleet. */
    private void fill(int services, int registrations, int fleet, List<String> regions) {
        for (int i = 0; i < fleet; i++) {
            aws.ec2(regions.get(i % regions.size())).launch(LaunchedInstance.running(id(i), address(i)));
        }
        int stride = Math.max(1, fleet / (services * registrations));
        for (int i = 0; i < services * registrations; i++) {
            String service = "srv-" + i / registrations;
            int instance = i * stride % fleet;
            if (i % registrations == 0) {
                aws.cloudMap(regions.get(0)).createService(service);
            }
            aws.cloudMap(regions.get(0))
                    .register(service, id(instance), Map.of("AWS_INSTANCE_IPV4", address(instance)));
        }
    }

    private static String id(int instance) {
        return String.format("i-%017x", instance);
    }

    private static String address(int instance) {
        return "10." + instance / 65_536 + "." + instance / 256 % 256 + "." + instance % 256;
    }

    private void arrived(Call call) {
        firstRequestAt.compareAndSet(0, System.currentTimeMillis());
        operation(call).requests.increment();
        operation(call).filterValues.add(call.filterValues());
    }

    private Operation operation(Call call) {
        return operations.computeIfAbsent(call.operation(), name -> new Operation());
    }

    private long throttled(String operation) {
        return aws.calls().errors(operation, "ThrottlingException")
                + aws.calls().errors(operation, "RequestLimitExceeded");
    }

    /** As JSON, by operation; what is still in flight counts for the next time, so this is for a quiet moment. */
    private String counters() throws IOException {
        Map<String, Seen> seen = new TreeMap<>();
        operations.forEach((name, operation) -> seen.put(
                name, operation.sinceLast(throttled(name), aws.calls().bytes(name))));
        aws.calls().reset();
        return JSON.writeValueAsString(
                Map.of("firstRequestAt", firstRequestAt.getAndSet(0) / 1000.0, "operations", seen));
    }
}
