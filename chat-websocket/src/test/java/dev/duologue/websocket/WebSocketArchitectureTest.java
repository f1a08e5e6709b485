package dev.duologue.websocket;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.duologue.architecture.ArchitectureRules;

@AnalyzeClasses(packages = "dev.duologue.websocket", importOptions = ArchitectureRules.Production.class)
class WebSocketArchitectureTest {

    @ArchTest
    static final ArchRule another_transport_could_be_written_likewise = noClasses()
            .that()
            .resideOutsideOfPackages("dev.duologue.websocket.limits", "dev.duologue.websocket.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.duologue.spi..", "dev.duologue.internal..")
            .because("the public API has to be enough for a transport");

    @ArchTest
    static final ArchRule any_container_will_do = classes()
            .that()
            .resideOutsideOfPackages("dev.duologue.websocket.limits", "dev.duologue.websocket.metrics")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.duologue",
                    "dev.duologue.websocket..",
                    "jakarta.websocket..",
                    "com.fasterxml.jackson.core..",
                    "org.slf4j..",
                    "org.jspecify.annotations",
                    "java..")
            .because("the endpoint runs in every Jakarta WebSocket container");

    @ArchTest
    static final ArchRule limits_are_an_extension_of_the_core_alone = classes()
            .that()
            .resideInAPackage("dev.duologue.websocket.limits")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.duologue",
                    "dev.duologue.spi",
                    "dev.duologue.websocket.limits",
                    "com.github.benmanes.caffeine.cache",
                    "io.github.bucket4j..",
                    "org.jspecify.annotations",
                    "java..")
            .because("they serve every transport");

    @ArchTest
    static final ArchRule micrometer_is_needed_for_nothing_else = noClasses()
            .that()
            .resideOutsideOfPackage("dev.duologue.websocket.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "dev.duologue.websocket.metrics")
            .because("it is optional");

    @ArchTest
    static final ArchRule telling_names = ArchitectureRules.publicTypesHaveTellingNames();

    @ArchTest
    static final ArchRule nothing_blocks = ArchitectureRules.nothingBlocks();

    @ArchTest
    static void every_test_class_runs(JavaClasses production) {
        ArchitectureRules.checkThatEveryTestClassRuns("dev.duologue.websocket");
    }
}
