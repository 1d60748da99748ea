import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import io.github.cloudunmap.aws.ec2.InstancesInterceptor;
import io.github.cloudunmap.fleet.Ec2Reader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.tools.ToolProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;

/**
 * What reading DescribeInstances costs with {@link InstancesInterceptor} and without it: see README.md. Each way runs
 * in processes of its own, by turns. They read one canned answer from loopback, again and again.
 */
final class ReadInstances {
    private static final int INSTANCES = 1_000;
    private static final int WARM_UP = 20;
    private static final int PAGES = 40;
    private static final int PROCESSES = 3;
    private static final Path SOURCE = Path.of("benchmarks", "ReadInstances.java");

    private record Cost(double cpuMillis, double allocatedMegabytes, double rssMegabytes) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            readPages(arguments[0].equals("own"), URI.create(arguments[1]));
            return;
        }
        Path classes = Files.createTempDirectory("read-instances");
        String classPath = System.getProperty("java.class.path");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", expanded(classPath), SOURCE.toString());
        if (status != 0) {
            throw new IllegalStateException("run this from the root of the repository, on the built jars");
        }
        System.out.println("answer,bytes,way,cpu_ms,allocated_mb,rss_mb");
        for (int tags : new int[] {2, 40}) {
            byte[] answer = answer(tags);
            HttpServer server = serve(answer);
            URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            Map<String, List<Cost>> costs = new TreeMap<>();
            for (int i = 0; i < PROCESSES; i++) {
                for (String way : List.of("sdk", "own")) {
                    costs.computeIfAbsent(way, key -> new ArrayList<>())
                            .add(inAProcess(classes + File.pathSeparator + classPath, way, endpoint));
                }
            }
            costs.forEach((way, measured) -> System.out.printf(
                    "%d tags,%d,%s,%.1f,%.1f,%.0f%n",
                    tags,
                    answer.length,
                    way,
                    median(measured.stream().mapToDouble(Cost::cpuMillis).toArray()),
                    median(measured.stream().mapToDouble(Cost::allocatedMegabytes).toArray()),
                    median(measured.stream().mapToDouble(Cost::rssMegabytes).toArray())));
            server.stop(0);
        }
    }

    /** The compiler does not know {@code LIB/*}. */
    private static String expanded(String classPath) {
        List<String> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            File[] inside = entry.endsWith("*") ? new File(entry.replace("*", "")).listFiles() : null;
            jars.addAll(inside == null ? List.of(entry) : Arrays.stream(inside).map(File::getPath).toList());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Cost inAProcess(String classPath, String way, URI endpoint) throws Exception {
        // The flags are those of the launcher.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        "ReadInstances",
                        way,
                        endpoint.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] figures = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .trim()
                .split(" ");
        if (process.waitFor() != 0) {
            throw new IllegalStateException(way + " failed");
        }
        return new Cost(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]));
    }

    private static void readPages(boolean own, URI endpoint) throws IOException {
        Ec2ClientBuilder builder = Ec2Client.builder()
                .httpClient(Apache5HttpClient.create())
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        if (own) {
            builder.overrideConfiguration(each -> each.addExecutionInterceptor(new InstancesInterceptor()));
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Ec2Client client = builder.build()) {
            for (int i = 0; i < WARM_UP; i++) {
                read(client, own);
            }
            long cpu = system.getProcessCpuTime();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PAGES; i++) {
                read(client, own);
            }
            System.out.println((system.getProcessCpuTime() - cpu) / 1e6 / PAGES + " "
                    + (threads.getCurrentThreadAllocatedBytes() - allocated) / 1e6 / PAGES + " " + peakMegabytes());
        }
    }

    private static void read(Ec2Client client, boolean own) {
        long seen = own ? instancesOfOurs(client) : instancesOfTheSdk(client);
        if (seen != INSTANCES) {
            throw new IllegalStateException(seen + " instances were read");
        }
    }

    private static long instancesOfOurs(Ec2Client client) {
        AtomicReference<Ec2Reader.Page> page = new AtomicReference<>();
        client.describeInstances(request -> request.maxResults(INSTANCES)
                .overrideConfiguration(each -> each.putExecutionAttribute(InstancesInterceptor.PAGE, page)));
        return page.get().instances().size();
    }

    private static long instancesOfTheSdk(Ec2Client client) {
        DescribeInstancesResponse response = client.describeInstances(request -> request.maxResults(INSTANCES));
        return response.reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> instance.privateIpAddress() != null)
                .count();
    }

    private static double peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                .findFirst()
                .orElseThrow();
    }

    private static HttpServer serve(byte[] answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
            exchange.getResponseHeaders().set("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** A page with the fields that EC2 gives for an instance in a subnet. */
    private static byte[] answer(int tags) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                + "<requestId>00000000-0000-0000-0000-000000000000</requestId><reservationSet>");
        for (int i = 0; i < INSTANCES; i++) {
            xml.append(instance(i, tags));
        }
        return xml.append("</reservationSet></DescribeInstancesResponse>")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String instance(int number, int tags) {
        StringBuilder tagSet = new StringBuilder();
        for (int i = 0; i < tags; i++) {
            tagSet.append("<item><key>team/tag-").append(i).append("</key><value>value-").append(i);
            tagSet.append("</value></item>");
        }
        String groups = "<groupSet><item><groupId>sg-0123456789abcdef0</groupId><groupName>web</groupName></item></groupSet>";
        String address = "10.0." + number / 256 + "." + number % 256;
        return """
                <item><reservationId>r-%1$017x</reservationId><ownerId>123456789012</ownerId><groupSet/><instancesSet>\
                <item><instanceId>i-%1$017x</instanceId><imageId>ami-0123456789abcdef0</imageId>\
                <instanceState><code>16</code><name>running</name></instanceState>\
                <privateDnsName>ip-%1$d.ec2.internal</privateDnsName><dnsName/><reason/><keyName>key</keyName>\
                <amiLaunchIndex>0</amiLaunchIndex><productCodes/><instanceType>m5.large</instanceType>\
                <launchTime>2026-01-01T00:00:00.000Z</launchTime>\
                <placement><availabilityZone>us-east-1a</availabilityZone><groupName/><tenancy>default</tenancy></placement>\
                <monitoring><state>disabled</state></monitoring><subnetId>subnet-0123456789abcdef0</subnetId>\
                <vpcId>vpc-0123456789abcdef0</vpcId><privateIpAddress>%2$s</privateIpAddress>\
                <sourceDestCheck>true</sourceDestCheck>%3$s<architecture>x86_64</architecture>\
                <rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item>\
                <deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-0123456789abcdef0</volumeId><status>attached</status>\
                <attachTime>2026-01-01T00:00:01.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></ebs>\
                </item></blockDeviceMapping><virtualizationType>hvm</virtualizationType><clientToken/>\
                <hypervisor>xen</hypervisor><networkInterfaceSet><item>\
                <networkInterfaceId>eni-0123456789abcdef0</networkInterfaceId><subnetId>subnet-0123456789abcdef0</subnetId>\
                <vpcId>vpc-0123456789abcdef0</vpcId><description/><ownerId>123456789012</ownerId><status>in-use</status>\
                <macAddress>02:00:00:00:00:01</macAddress><privateIpAddress>%2$s</privateIpAddress>%3$s\
                <attachment><attachmentId>eni-attach-0123456789abcdef0</attachmentId><deviceIndex>0</deviceIndex>\
                <status>attached</status></attachment><privateIpAddressesSet><item>\
                <privateIpAddress>%2$s</privateIpAddress><primary>true</primary></item></privateIpAddressesSet>\
                <interfaceType>interface</interfaceType></item></networkInterfaceSet><ebsOptimized>false</ebsOptimized>\
                <tagSet>%4$s</tagSet></item></instancesSet></item>"""
                .formatted(number, address, groups, tagSet);
    }
}
