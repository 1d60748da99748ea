package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.Paper.Fence;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.metrics.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the papers do what the papers say: docs/design/testing.md tells how a page marks them. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
final class PapersTest {
    private static final Path BUILT = Path.of("target/aws-cloud-unmap/bin/aws-cloud-unmap");
    private static final List<String> FOLDERS =
            List.of("benchmarks", "config", "docs", "examples", "packaging", "target");
    private static final String US = "us-east-1";
    private static final String ENDED = "i-0454021de755d453b";

    /** Why a command is not run here. */
    private static final Set<String> REASONS =
            Set.of("needs AWS", "needs root", "needs docker", "needs the network", "takes minutes");

    private static final Map<String, String> PROGRAMS = Map.of(
            "aws-cloud-unmap",
            "exec '" + BUILT.toAbsolutePath() + "' \"$@\"",
            // The build that runs this test has made target/ already.
            "mvn",
            "case \" $* \" in *' package '*) ;; *) exit 1 ;; esac");

    private final InMemoryAws aws = InMemoryAws.start();

    @TempDir
    Path reader;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void layOut() throws IOException {
        assertThat(BUILT)
                .as("the built program: run mvn -B -q -DskipTests package first")
                .isExecutable();
        for (String folder : FOLDERS) {
            Files.createSymbolicLink(reader.resolve(folder), Path.of(folder).toAbsolutePath());
        }
        Path bin = Files.createDirectory(elsewhere.resolve("bin"));
        for (Map.Entry<String, String> program : PROGRAMS.entrySet()) {
            Path file = bin.resolve(program.getKey());
            Files.writeString(file, "#!/bin/sh\n" + program.getValue() + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    /** The services that the papers name, of which one registration is stale each. */
    @BeforeEach
    void fill() {
        for (int host : List.of(5, 6, 7, 8)) {
            String id = host == 8 ? ENDED : "i-0454021de755d453" + host;
            aws.ec2(US).launch(LaunchedInstance.running(id, "10.1.0." + host));
        }
        aws.ec2(US).terminate(ENDED);
        aws.cloudMap(US).catalog().createNamespace("ns-prod", "prod.local");
        for (String name : List.of("web", "api-9", "0123456789abcdef")) {
            String service = aws.cloudMap(US).createService("srv-" + name, "ns-prod", name);
            aws.cloudMap(US).catalog().tag(service, Map.of("unmap", "true"));
            aws.ec2(US)
                    .instances()
                    .forEach(instance -> aws.cloudMap(US)
                            .register(service, instance.id(), Map.of("AWS_INSTANCE_IPV4", address(instance.id()))));
        }
    }

    private static String address(String instance) {
        return "10.1.0." + (instance.equals(ENDED) ? "8" : instance.substring(instance.length() - 1));
    }

    @AfterEach
    void close() throws IOException {
        for (String folder : FOLDERS) {
            Files.deleteIfExists(reader.resolve(folder)); // else JUnit warns of each link
        }
        aws.close();
    }

    static List<String> pagesWithCommands() {
        return Paper.all().stream()
                .filter(page -> Paper.of(page).fences().stream()
                        .anyMatch(block ->
                                List.of(PageSession.RUN, PageSession.START).contains(block.marking())))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void thePagesCommandsPrintWhatItShows(String page) throws Exception {
        Map<String, String> ports =
                Map.of("4566", Integer.toString(FreePort.next()), "9100", Integer.toString(FreePort.next()));
        ShellSession shell = new ShellSession(reader, elsewhere, environment());
        try (PageSession session = new PageSession(page, reader, ports, shell)) {
            session.read();
        }
    }

    @Test
    void everyCommandIsRunOrSaysWhyNot() throws Exception {
        List<String> unmarked = new ArrayList<>();
        int run = 0;
        for (String page : Paper.all()) {
            Fence before = null;
            for (Fence block : Paper.of(page).fences()) {
                boolean runs = isCommand(block)
                        && List.of(PageSession.RUN, PageSession.START).contains(block.marking());
                boolean isOutputOfNothing = block.marking().equals(PageSession.OUTPUT)
                        && (before == null
                                || !List.of(PageSession.RUN, PageSession.START).contains(before.marking()));
                if (isOutputOfNothing || (isCommand(block) && !runs && !REASONS.contains(reason(block)))) {
                    unmarked.add(page + ", line " + block.line() + ": " + block.marking());
                }
                run += runs ? 1 : 0;
                before = block;
            }
        }

        assertThat(unmarked).isEmpty();
        assertThat(run).isGreaterThan(10);
    }

    @Test
    void everyBlockNamesALanguageSoThatNoCommandHides() throws Exception {
        assertThat(Paper.all())
                .allSatisfy(page -> assertThat(Paper.of(page).fences())
                        .as(page)
                        .extracting(Fence::language)
                        .isSubsetOf("sh", "text", "yaml", "json"));
    }

    private static boolean isCommand(Fence block) {
        return block.language().equals("sh");
    }

    private static String reason(Fence block) {
        return block.marking().replaceFirst("^not run: ", "");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", elsewhere.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("HOME", elsewhere.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(
                "XDG_CACHE_HOME", Path.of("target/cache").toAbsolutePath().toString());
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "reader");
        environment.put("AWS_SECRET_ACCESS_KEY", "reader");
        return environment;
    }
}
