package io.signalbox;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.signalbox.hibernate.SqliteDialect;
import io.signalbox.jdbc.TransactionMode;
import io.signalbox.sqlite.DatabaseFiles;
import io.signalbox.sqlite.Durability;
import io.signalbox.sqlite.PhysicalConnection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The river: imports point downstream only, each third-party library is in one package, and a few habits are kept. */
class ArchitectureTest {

    private static final String ROOT = "io.signalbox";

    /** What a package of ours may import of ours; a leaf may import everything, and nothing imports a leaf. */
    private static final Map<String, Set<String>> DOWNSTREAM = Map.of(
            "sqlite", Set.of(),
            "jdbc", Set.of("sqlite"),
            "migration", Set.of("jdbc", "sqlite"),
            "hibernate", Set.of("jdbc", "sqlite"),
            "session", Set.of("hibernate"),
            "identity", Set.of("session", "text"),
            "text", Set.of(),
            "", Set.of("session", "hibernate", "migration", "jdbc", "sqlite", "text"));

    /** Words that are handed through from the top of the river to its mouth: what a transaction may be told. */
    private static final Set<String> WORDS_OF_A_TRANSACTION =
            Set.of(TransactionMode.class.getName(), Durability.class.getName());

    private static final Set<String> LEAVES = Set.of("cli", "integration");

    /** The one package that may import a library, by what the library's packages begin with. */
    private static final Map<String, String> PACKAGE_OF_LIBRARY = Map.ofEntries(
            Map.entry("org.sqlite", "sqlite"),
            Map.entry("com.mchange", "jdbc"),
            Map.entry("org.HdrHistogram", "jdbc"),
            Map.entry("org.hibernate", "hibernate"),
            Map.entry("org.flywaydb", "migration"),
            Map.entry("de.siegmar", "text"),
            Map.entry("com.fasterxml", "text"),
            Map.entry("org.bouncycastle", "identity"),
            Map.entry("org.apache.commons.codec", "identity"),
            Map.entry("picocli", "cli"),
            Map.entry("me.tongfei", "cli"));

    /** How long a transaction took is measured alike in the queue and in the command that puts a load on it. */
    private static final Map<String, Set<String>> LIBRARIES_OF_A_LEAF_TOO = Map.of("cli", Set.of("org.HdrHistogram"));

    /** What only an application has that uses an integration. */
    private static final List<String> INTEGRATION_ONLY = List.of("jakarta.security", "jakarta.servlet");

    /** What any package may import, but for those. */
    private static final List<String> EVERYWHERE = List.of("java", "javax", "jakarta", "org.jspecify", ROOT);

    /** To close any descriptor of a database drops SQLite's locks in the whole process: who may open a file at all. */
    private static final Set<String> OPENERS_OF_FILES = Set.of(
            DatabaseFiles.class.getName(), // the lock file, never the database
            ROOT + ".sqlite.DatabasePath", // asks by name and opens nothing
            ROOT + ".sqlite.CopiedFile", // a copy, when SQLite has closed it, to force it
            ROOT + ".sqlite.Surroundings", // asks by name, and reads the list of all locks
            ROOT + ".sqlite.WalFile", // the log, which carries no locks, only to force it
            ROOT + ".sqlite.TemporaryDirectory"); // the file that says it is in use

    private static final Pattern OPENS_A_FILE = Pattern.compile("java\\.io\\.(File.*|RandomAccessFile)|"
            + "java\\.nio\\.file\\.Files|java\\.nio\\.channels\\.(Asynchronous)?FileChannel");

    private static final Set<String> COMMITTERS = Set.of(ROOT + ".jdbc.CommitSync", ROOT + ".jdbc.Lease");

    private static final Pattern EMPTY_WORD = Pattern.compile(".*(Utils?|Helper|Manager|Impl|Base|Data)");
    private static final Pattern WORD_OF_A_STANDARD = Pattern.compile(".*(EntityManager|TransactionManager|MetaData)");

    /** Neither final nor abstract, each for its reason. */
    private static final Set<String> OPEN_CLASSES = Set.of(
            SqliteDialect.class.getName(), // an application may have a function or a type to add
            ROOT + ".jdbc.LogicalStatement"); // a prepared statement is one too

    private static final JavaClasses MAIN = imported();

    private static JavaClasses imported() {
        try {
            return new ClassFileImporter()
                    .importPath(Path.of(Database.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The part of a package's name behind the root: {@code jdbc}, {@code integration} for all below it, or nothing. */
    private static String layerOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
    }

    private static boolean isOurs(JavaClass type) {
        return begins(type, ROOT);
    }

    private static boolean begins(JavaClass type, String prefix) {
        return (type.getBaseComponentType().getPackageName() + ".").startsWith(prefix + ".");
    }

    private static ArchCondition<JavaClass> dependOnlyOn(String what, DependencyRule allowed) {
        return new ArchCondition<>("depend only on " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.isPrimitive() && !allowed.test(layerOf(type), target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private interface DependencyRule {
        boolean test(String layer, JavaClass target);
    }

    @Test
    void everyPackageHasItsPlaceInTheRiver() {
        assertThat(MAIN.stream().map(ArchitectureTest::layerOf))
                .isSubsetOf(Stream.concat(DOWNSTREAM.keySet().stream(), LEAVES.stream())
                        .toList())
                .containsAll(DOWNSTREAM.keySet());
    }

    @Test
    void importsPointDownstream() {
        classes()
                .should(dependOnlyOn("what is downstream", (layer, target) -> {
                    String other = isOurs(target) ? layerOf(target) : layer;
                    return other.equals(layer)
                            || LEAVES.contains(layer) && !LEAVES.contains(other)
                            || DOWNSTREAM.getOrDefault(layer, Set.of()).contains(other)
                            || WORDS_OF_A_TRANSACTION.contains(target.getName());
                }))
                .check(MAIN);
    }

    @Test
    void noPackagesAreInACycle() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return isOurs(type) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void everyLibraryIsInOnePackage() {
        classes()
                .should(dependOnlyOn(
                        "the libraries of their package",
                        (layer, target) -> EVERYWHERE.stream().anyMatch(prefix -> begins(target, prefix))
                                        && INTEGRATION_ONLY.stream().noneMatch(prefix -> begins(target, prefix))
                                || layer.equals("integration")
                                        && libraryOf(target).isEmpty()
                                || libraryOf(target).stream()
                                        .anyMatch(library -> layer.equals(PACKAGE_OF_LIBRARY.get(library))
                                                || LIBRARIES_OF_A_LEAF_TOO
                                                        .getOrDefault(layer, Set.of())
                                                        .contains(library))))
                .check(MAIN);
    }

    private static Set<String> libraryOf(JavaClass type) {
        return PACKAGE_OF_LIBRARY.keySet().stream()
                .filter(library -> begins(type, library))
                .collect(Collectors.toSet());
    }

    @Test
    void noFileIsOpenedWhereADatabaseIs() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".text..", ROOT + ".cli..", ROOT + ".integration.."))
                        .and(describe(
                                "are not listed",
                                type -> OPENERS_OF_FILES.stream()
                                        .noneMatch(opener -> (type.getName() + "$").startsWith(opener + "$")))))
                .should()
                .dependOnClassesThat(describe(
                        "open files",
                        type -> OPENS_A_FILE.matcher(type.getName()).matches()))
                .check(MAIN);
    }

    @Test
    void everythingIsCommittedWhereItIsSynced() {
        noClasses()
                .that(describe("are not listed", type -> !COMMITTERS.contains(type.getName())))
                .should()
                .callMethod(PhysicalConnection.class, "commitTransaction")
                .check(MAIN);
    }

    @Test
    void aNameSaysWhatTheClassIs() {
        noClasses()
                .should()
                .haveNameMatching(EMPTY_WORD.pattern())
                .allowEmptyShould(false)
                .check(MAIN.that(not(describe(
                        "have a name from a standard",
                        type -> WORD_OF_A_STANDARD.matcher(type.getName()).matches()))));
    }

    @Test
    void classesAreFinalUnlessMadeToBeExtended() {
        classes()
                .that(describe(
                        "are classes", type -> !type.isInterface() && !type.isEnum() && !type.isAnonymousClass()))
                .and(describe("are concrete", type -> !type.getModifiers().contains(JavaModifier.ABSTRACT)))
                .and(describe("are not sealed", type -> !type.reflect().isSealed()))
                .and(not(describe("are entities", ArchitectureTest::isPersistent)))
                .and(describe("are not listed", type -> !OPEN_CLASSES.contains(type.getName())))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(MAIN);
    }

    private static boolean isPersistent(JavaClass type) {
        return type.isAnnotatedWith(Entity.class)
                || type.isAnnotatedWith(Embeddable.class)
                || type.isAnnotatedWith(MappedSuperclass.class);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<JavaPackage> packages =
                MAIN.stream().map(JavaClass::getPackage).distinct().toList();
        assertThat(packages).isNotEmpty().allMatch(p -> p.isAnnotatedWith(NullMarked.class), "is @NullMarked");
    }

    @Test
    void nobodySleeps() {
        forbid(
                "sleep",
                Set.of(Thread.class, TimeUnit.class),
                access -> access.getName().equals("sleep"));
    }

    @Test
    void nobodyWritesToTheConsoleButTheCommandLine() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".cli..")))
                .should()
                .accessTargetWhere(access("System.out, System.err or printStackTrace", access -> {
                    JavaClass owner = access.getTargetOwner();
                    return owner.isEquivalentTo(System.class)
                                    && Set.of("out", "err").contains(access.getName())
                            || owner.isAssignableTo(Throwable.class)
                                    && access.getName().equals("printStackTrace")
                                    && parametersOf(access).isEmpty();
                }))
                .check(MAIN);
    }

    @Test
    void caseChangesNameTheirLocale() {
        forbid(
                "change case by the default locale",
                Set.of(String.class),
                access -> Set.of("toLowerCase", "toUpperCase").contains(access.getName())
                        && parametersOf(access).isEmpty());
    }

    @Test
    void formattingNamesItsLocale() {
        forbid(
                "format by the default locale",
                Set.of(String.class, PrintStream.class, PrintWriter.class, Console.class, Formatter.class),
                access -> Set.of("format", "formatted", "printf").contains(access.getName())
                        && (parametersOf(access).isEmpty()
                                || !parametersOf(access).get(0).isEquivalentTo(Locale.class)));
    }

    private static void forbid(String what, Set<Class<?>> owners, Predicate<JavaAccess<?>> forbidden) {
        noClasses()
                .should()
                .accessTargetWhere(access(
                        what,
                        access -> owners.stream().anyMatch(access.getTargetOwner()::isAssignableTo)
                                && forbidden.test(access)))
                .check(MAIN);
    }

    private static DescribedPredicate<JavaAccess<?>> access(String what, Predicate<JavaAccess<?>> predicate) {
        return describe(what, predicate);
    }

    private static List<JavaClass> parametersOf(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget unit ? unit.getRawParameterTypes() : List.of();
    }
}
