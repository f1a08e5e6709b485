package dev.duologue.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;

/** The rules that more than one module checks itself against, written once. */
public final class ArchitectureRules {

    /** Not for production code on an event loop; the last one by name, as not every module has the API on its path. */
    private static final Map<String, Set<String>> BLOCKING_CALLS = Map.of(
            Thread.class.getName(),
            Set.of("sleep", "join"),
            Object.class.getName(),
            Set.of("wait"),
            Future.class.getName(),
            Set.of("get"),
            CompletableFuture.class.getName(),
            Set.of("get", "join"),
            CountDownLatch.class.getName(),
            Set.of("await"),
            BlockingQueue.class.getName(),
            Set.of("take", "put"),
            "jakarta.websocket.Session",
            Set.of("getBasicRemote"));

    /** Surefire runs the first three, Failsafe the last; a test class of any other name would silently never run. */
    private static final List<String> TEST_CLASS_ENDINGS = List.of("Test", "Properties", "Props", "IT");

    /** Imports what is published. */
    public static final class Production implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !isInThisModulesTests(location);
        }
    }

    private ArchitectureRules() {}

    /** The core's inner workings are its own. */
    public static ArchRule nobodyReachesIntoInternals() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("dev.duologue", "dev.duologue.spi..", "dev.duologue.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.duologue.internal..");
    }

    /** A name says what a type is for, not that somebody needed a place for code. */
    public static ArchRule publicTypesHaveTellingNames() {
        return noClasses()
                .should()
                .bePublic()
                .andShould()
                .haveNameMatching(".*[.$](Abstract\\w*|\\w*(Impl|Manager|Helper|Utils?))")
                .because("these words say nothing about what a type is for");
    }

    /** Whoever wants to wait calls {@code join} himself; on an event loop one waiting handler stops every chat. */
    public static ArchRule nothingBlocks() {
        return noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "the target waits for something: " + BLOCKING_CALLS,
                        (JavaAccess<?> access) -> isBlocking(access.getTarget())))
                .because("it may run on an event loop");
    }

    /**
     * Fails if the module has a test class that the build would not run.
     *
     * @param packageName the module's own package, with those below it
     */
    public static void checkThatEveryTestClassRuns(String packageName) {
        JavaClasses ownTests = new ClassFileImporter()
                .withImportOption(ArchitectureRules::isInThisModulesTests)
                .importPackages(packageName);
        classes()
                .that(DescribedPredicate.describe("hold tests", ArchitectureRules::holdsTests))
                .should()
                .haveNameMatching(".*(" + String.join("|", TEST_CLASS_ENDINGS) + ")")
                .because("the build runs no others")
                .check(ownTests);
    }

    private static boolean isInThisModulesTests(Location location) {
        return location.contains("/test-classes/");
    }

    private static boolean isBlocking(AccessTarget target) {
        return BLOCKING_CALLS.entrySet().stream()
                .anyMatch(call -> call.getValue().contains(target.getName())
                        && target.getOwner().isAssignableTo(call.getKey()));
    }

    private static boolean holdsTests(JavaClass type) {
        return type.isTopLevelClass()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && Stream.concat(type.getAllMethods().stream(), type.getAllFields().stream())
                        .anyMatch(member -> member.isMetaAnnotatedWith(Testable.class));
    }
}
