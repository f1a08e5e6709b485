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
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;

/** The rules that more than one module checks itself against, written once. */
public final class ArchitectureRules {

    /** Types by name, as not every module that checks itself has the WebSocket API on its path. */
    private static final List<Call> BLOCKING_CALLS = List.of(
            new Call("java.lang.Thread", "sleep"),
            new Call("java.lang.Thread", "join"),
            new Call("java.lang.Object", "wait"),
            new Call("java.util.concurrent.Future", "get"),
            new Call("java.util.concurrent.CompletableFuture", "join"),
            new Call("java.util.concurrent.CountDownLatch", "await"),
            new Call("java.util.concurrent.BlockingQueue", "take"),
            new Call("java.util.concurrent.BlockingQueue", "put"),
            new Call("jakarta.websocket.Session", "getBasicRemote"));

    /** What the build runs, IT once the jars are there; a test class of any other name would silently never run. */
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
                        (JavaAccess<?> access) ->
                                BLOCKING_CALLS.stream().anyMatch(call -> call.isTo(access.getTarget()))))
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

    private static boolean holdsTests(JavaClass type) {
        return type.isTopLevelClass()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && Stream.concat(type.getAllMethods().stream(), type.getAllFields().stream())
                        .anyMatch(member -> member.isMetaAnnotatedWith(Testable.class));
    }

    private record Call(String type, String method) {

        boolean isTo(AccessTarget target) {
            return target.getName().equals(method) && target.getOwner().isAssignableTo(type);
        }

        @Override
        public String toString() {
            return type + '.' + method;
        }
    }
}
