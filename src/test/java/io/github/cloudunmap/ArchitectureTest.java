package io.github.cloudunmap;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the import table of docs/design/overview.md true; a rule that matches nothing fails. */
class ArchitectureTest {
    private static final String BASE = "io.github.cloudunmap";
    private static final int MAX_SOURCE_LINES = 250;

    private static final Map<String, String> LIBRARIES = Map.of(
            "slf4j", "org.slf4j..", "Jackson", "com.fasterxml.jackson..", "HTTP server", "com.sun.net.httpserver..");

    private static final JavaClasses PROGRAM = importProgram();

    /** A row of the import table. */
    record Row(String packageName, String mayImport) {
        /** Of ours, itself and those in the table's last column. */
        String[] ofOurs() {
            Stream<String> named = names(mayImport.split(";")[0]);
            if (mayImport.equals("all") || mayImport.startsWith("all but ")) {
                Set<String> others = named.collect(toSet());
                named = rows().map(Row::packageName)
                        .filter(name -> others.stream().noneMatch(other -> (name + ".").startsWith(other + ".")));
            }
            return Stream.concat(Stream.of(packageName), named)
                    .map(ArchitectureTest::ours)
                    .toArray(String[]::new);
        }

        /** The packages of the libraries, if the table says which ones. */
        Stream<String> ofLibraries() {
            return LIBRARIES.entrySet().stream()
                    .filter(library -> mayImport.contains(library.getKey()))
                    .map(Map.Entry::getValue);
        }

        private static Stream<String> names(String cell) {
            return Pattern.compile("`([^`]+)`").matcher(cell).results().map(name -> name.group(1));
        }

        @Override
        public String toString() {
            return packageName;
        }
    }

    private static Stream<Row> rows() {
        return Paper.of("docs/design/overview.md").rows("Package").stream()
                .map(cells -> new Row(Row.names(cells.get(0)).findFirst().orElseThrow(), cells.get(2)));
    }

    private static Stream<Row> rowsWithLibraries() {
        return rows().filter(row -> row.mayImport().contains("of libraries"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aPackageImportsOfOursOnlyWhatTheTableSays(Row row) {
        check(noClasses()
                .that()
                .resideInAPackage(ours(row.packageName()))
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "..").and(not(resideInAnyPackage(row.ofOurs())))));
    }

    @ParameterizedTest
    @MethodSource("rowsWithLibraries")
    void aPackageImportsOfLibrariesOnlyWhatTheTableSays(Row row) {
        String[] allowed = Stream.of(Stream.of(row.ofOurs()), row.ofLibraries(), Stream.of("java..", "org.jspecify.."))
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        check(classes()
                .that()
                .resideInAPackage(ours(row.packageName()))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed));
    }

    /** Those below {@code aws} share its row. */
    @Test
    void everyPackageHasARow() {
        Set<String> known = rows().map(Row::packageName).collect(toSet());
        assertThat(PROGRAM.stream()
                        .map(type -> type.getPackageName()
                                .replaceFirst("^" + BASE + "\\.?", "")
                                .replaceFirst("^aws\\..*", "aws"))
                        .filter(name -> !name.isEmpty()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void onlyTheAwsPackageImportsTheAwsSdk() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ours("aws"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.."));
    }

    @Test
    void onlyARestoreCanRegister() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ours("cli.restore"), ours("aws"))
                .should()
                .dependOnClassesThat(describe(
                        "register",
                        type -> List.of("CloudMapRegistrar", "RestorePorts").contains(type.getSimpleName()))));
    }

    @Test
    void thePlannerAndTheValuesDoNotLog() {
        check(noClasses()
                .that()
                .resideInAPackage(ours("reconcile"))
                .and(describe(
                        "are records or the planner",
                        type -> type.isRecord() || type.getSimpleName().equals("Planner")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j.."));
    }

    @Test
    void noPackagesImportEachOtherInACircle() {
        check(slices().matching(BASE + ".(*)..").should().beFreeOfCycles());
        check(slices().matching(BASE + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void noFilesOfAPackageImportEachOtherInACircle() {
        check(slices().assignedFrom(new SourceFiles()).should().beFreeOfCycles());
    }

    /** A slice for each source file. Files of two packages cannot be in a circle, since the packages are not. */
    private static final class SourceFiles implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return SliceIdentifier.of(outermost.getName());
        }

        @Override
        public String getDescription() {
            return "source files";
        }
    }

    @Test
    void onlyTheShellReadsAClockSleepsOrMakesAThread() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ours("daemon"), ours("process"), ours("cli"), ours("inmemory"))
                .should()
                .accessTargetWhere(describe("it is a clock, a sleep or a thread", ArchitectureTest::isClockOrThread)));
    }

    @Test
    void noSourceFileIsLong() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lineCount(file) > MAX_SOURCE_LINES)
                    .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static JavaClasses importProgram() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false); // names are enough, and quick
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(BASE);
    }

    private static boolean isClockOrThread(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String name = target.getName();
        return switch (target.getOwner().getName()) {
            case "java.lang.Thread" -> Set.of("sleep", "<init>").contains(name);
            case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(name);
            case "java.time.Clock" -> name.startsWith("system");
            case "java.time.Instant" -> name.equals("now") && !takesAClock(target);
            case "java.util.concurrent.TimeUnit" -> name.equals("sleep");
            case "java.util.concurrent.Executors", "java.util.Timer" -> true;
            default -> false;
        };
    }

    private static boolean takesAClock(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget method
                && !method.getRawParameterTypes().isEmpty();
    }

    private static long lineCount(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ours(String name) {
        return BASE + "." + name + "..";
    }

    private static void check(ArchRule rule) {
        rule.check(PROGRAM);
    }
}
