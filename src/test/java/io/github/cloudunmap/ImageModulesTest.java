package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The image's JDK has every module that the classes of the program and of its libraries name. A module that is only
 * looked up by a name at run time does not show here: packaging/check-image.sh runs the image for that.
 */
class ImageModulesTest {
    private static final Pattern ADDED = Pattern.compile("--add-modules ([\\w.,]+)");
    private static final Pattern NEEDED = Pattern.compile("-> ((?:java|jdk)\\.[\\w.]+)");

    /** What libraries name for parts that the program does not use: pictures, scripts and Kerberos. */
    private static final Set<String> UNUSED = Set.of("java.desktop", "java.scripting", "java.security.jgss");

    @Test
    void theImageHasEveryModuleThatClassesName() throws IOException {
        Set<String> left = new TreeSet<>(needed());
        assertThat(left).containsAll(UNUSED);
        left.removeAll(UNUSED);

        assertThat(modulesOfTheImage()).containsAll(left);
    }

    private static List<String> modulesOfTheImage() throws IOException {
        return ADDED.matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(",")))
                .toList();
    }

    private static Set<String> needed() throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of("-s", "--multi-release", "17", "--ignore-missing-deps", "target/classes"),
                        shippedJars().stream())
                .toList();
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int ended = ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(ended).as("%s", printed).isZero();
        return NEEDED.matcher(printed.toString())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static List<String> shippedJars() throws IOException {
        Set<String> names = Files.readAllLines(Path.of("dependencies.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("[: ]"))
                .map(parts -> parts[1] + "-" + parts[2] + ".jar")
                .collect(Collectors.toSet());
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(path -> names.contains(Path.of(path).getFileName().toString()))
                .toList();
        assertThat(jars).hasSameSizeAs(names);
        return jars;
    }
}
