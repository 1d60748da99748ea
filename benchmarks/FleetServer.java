import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.Account;
import io.github.cloudunmap.inmemory.Call;
import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * An AWS in memory with one shape's fleet, in a process of its own: {@code java -cp 'LIB/*' FleetServer.java SERVICES
 * REGISTRATIONS FLEET LATENCY_MS ROLES SERVICE_REGIONS REGION...}. Prints its endpoint. Answers each line that it reads
 * with what was asked of it since the line before, as JSON, and ends with its input.
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
        List<String> regions = List.of(arguments).subList(6, arguments.length);
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[3]));
        try (FleetServer server = new FleetServer(latency, regions)) {
            int accounts = Math.max(1, number(arguments[4]));
            List<String> serviceRegions = regions.subList(0, number(arguments[5]));
            for (int i = 0; i < accounts; i++) {
                Account account = server.aws.account(
                        number(arguments[4]) == 0 ? InMemoryAws.DEFAULT_ACCOUNT : String.format("%012d", i + 1));
                Share share = new Share(account, i, number(arguments[0]) / accounts, number(arguments[2]) / accounts);
                fill(share, number(arguments[1]), regions, serviceRegions);
            }
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

    /** The part of the fleet that one account has; {@code number} counts the accounts from 0. */
    private record Share(Account account, int number, int services, int instances) {}

    /** Instances and services lie in their regions by turns. The services take theirs from the whole share. */
    private static void fill(Share share, int registrations, List<String> regions, List<String> serviceRegions) {
        List<String> ids = new ArrayList<>();
        List<Map<String, String>> attributes = new ArrayList<>();
        for (int i = 0; i < share.instances; i++) {
            int instance = share.number * share.instances + i;
            ids.add(id(instance));
            attributes.add(Map.of("AWS_INSTANCE_IPV4", address(instance)));
            share.account
                    .ec2(regions.get(i % regions.size()))
                    .launch(LaunchedInstance.running(ids.get(i), address(instance)));
        }
        int stride = Math.max(1, share.instances / (share.services * registrations));
        for (int service = 0; service < share.services; service++) {
            CloudMapRegion cloudMap = share.account.cloudMap(serviceRegions.get(service % serviceRegions.size()));
            String name = cloudMap.createService("srv-" + (share.number * share.services + service));
            for (int i = service * registrations; i < (service + 1) * registrations; i++) {
                int instance = i * stride % share.instances;
                cloudMap.register(name, ids.get(instance), attributes.get(instance));
            }
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
