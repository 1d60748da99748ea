package io.github.cloudunmap.simulation;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The program with a rule taken out of its source, and the simulation around it, both apart from the ones that the
 * tests run with. So no rule needs a switch for its own test.
 */
final class BrokenProgram implements AutoCloseable {
    /** The program without a rule. */
    record Variant(String rule, String broken, List<Edit> edits) {
        static Variant of(String rule, String broken, Edit... edits) {
            return new Variant(rule, broken, List.of(edits));
        }

        @Override
        public String toString() {
            return rule + ": " + broken;
        }
    }

    /** A change of one source file, by its path below the sources; what it replaces must be there. */
    record Edit(Path file, String from, String to) {
        static Edit ofProgram(String type, String from, String to) {
            return new Edit(Path.of("src/main/java/io/github/cloudunmap", type + ".java"), from, to);
        }

        static Edit ofWiring(String type, String from, String to) {
            return new Edit(Path.of("src/test/java/io/github/cloudunmap/simulation", type + ".java"), from, to);
        }
    }

    private final ChildFirst classes;
    private final Method run;

    /** @param directory empty, for the broken classes */
    BrokenProgram(Path directory, List<Edit> edits) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Edit edit : edits) {
            Path broken = directory.resolve(edit.file.getFileName());
            String source = Files.readString(sources.contains(broken) ? broken : edit.file);
            if (!source.contains(edit.from)) {
                throw new IllegalArgumentException(edit.file + " no longer has: " + edit.from);
            }
            Files.writeString(broken, source.replace(edit.from, edit.to));
            if (!sources.contains(broken)) {
                sources.add(broken);
            }
        }
        compile(directory, sources);
        this.classes = new ChildFirst(directory);
        try {
            this.run = classes.loadClass(Simulation.class.getName()).getMethod("run", long.class, Consumer.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compile(Path directory, List<Path> sources) {
        List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", directory.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        sources.forEach(source -> arguments.add(source.toString()));
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalArgumentException("broken in a way that does not compile: "
                    + sources.stream().map(Path::toString).collect(joining(", ")));
        }
    }

    /** What the simulation finds wrong with it. */
    @SuppressWarnings("unchecked")
    Optional<String> violation(long seed) {
        try {
            return (Optional<String>) run.invoke(null, seed, null);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }

    /** Our classes come from here, the broken ones first; all others from where they always do. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(Path directory) {
            super(
                    Stream.concat(
                                    Stream.of(directory),
                                    Arrays.stream(System.getProperty("java.class.path")
                                                    .split(System.getProperty("path.separator")))
                                            .map(Path::of)
                                            .filter(Files::isDirectory))
                            .map(ChildFirst::url)
                            .toArray(URL[]::new),
                    ChildFirst.class.getClassLoader());
        }

        private static URL url(Path directory) {
            try {
                return directory.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.github.cloudunmap.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
