package io.github.cloudunmap;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the import table of docs/design/overview.md true; a rule that matches nothing fails. */
class ArchitectureTest {
    private static final String BASE = "io.github.cloudunmap";
    private static final int MAX_SOURCE_LINES = 250;

    private static final JavaClasses PROGRAM = importProgram();

    @ParameterizedTest(name = "{0} may import {1}")
    @CsvSource({
        "config.yaml, config reconcile text",
        "config,    config address reconcile text",
        "text,      text",
        "address,   address",
        "reconcile, reconcile address",
        "fleet,     fleet config reconcile text",
        "events,    events reconcile",
        "selection, selection config reconcile",
        "aws,       aws address events fleet selection config reconcile text",
        "process,   process reconcile",
        "state,     state address reconcile text",
        "metrics,   metrics reconcile",
        "status,    status reconcile text",
        "inmemory,  inmemory",
        "logging,   logging config text",
        "cli.plan,  cli.plan config reconcile text",
        "cli.restore, cli.restore address aws config fleet process reconcile state",
        "iam,       iam config",
        "daemon,    daemon aws events fleet process config logging metrics reconcile selection state status text"
    })
    void aPackageImportsOfOursOnlyWhatItMay(String importer, String allowed) {
        String[] imported =
                Arrays.stream(allowed.split(" ")).map(ArchitectureTest::ours).toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(ours(importer))
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "..").and(not(resideInAnyPackage(imported)))));
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
    void theReconcilePackageImportsNoLibraryButSlf4j() {
        check(classes()
                .that()
                .resideInAPackage(ours("reconcile"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ours("reconcile"), ours("address"), "java..", "org.slf4j..", "org.jspecify.."));
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
    void theDemoImportsNoLibraryButJackson() {
        check(classes()
                .that()
                .resideInAPackage(ours("inmemory"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ours("inmemory"),
                        "java..",
                        "com.sun.net.httpserver..",
                        "com.fasterxml.jackson..",
                        "org.jspecify.."));
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
