package dev.duologue.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.duologue.architecture.ArchitectureRules;

@AnalyzeClasses(packages = "dev.duologue.redis", importOptions = ArchitectureRules.Production.class)
class RedisArchitectureTest {

    @ArchTest
    static final ArchRule internals_stay_internal = ArchitectureRules.nobodyReachesIntoInternals();

    @ArchTest
    static final ArchRule telling_names = ArchitectureRules.publicTypesHaveTellingNames();

    @ArchTest
    static final ArchRule storage_and_transport_never_meet =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.duologue.websocket..");

    @ArchTest
    static final ArchRule redisson_is_used_by_its_api_only = noClasses()
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are Redisson's inner workings") {
                @Override
                public boolean test(JavaClass type) {
                    String name = type.getFullName();
                    return name.startsWith("org.redisson.")
                            && !name.startsWith("org.redisson.api.")
                            && !name.startsWith("org.redisson.config.")
                            && !name.equals("org.redisson.Redisson")
                            && !name.startsWith("org.redisson.client.codec.");
                }
            })
            .because("they change with minor releases");

    @ArchTest
    static void nothing_blocks_but_opening_and_closing(JavaClasses production) {
        ArchitectureRules.nothingBlocks()
                .check(production.that(DescribedPredicate.not(DescribedPredicate.describe(
                        "open and close",
                        type -> type.isEquivalentTo(RedisConnection.class)
                                || type.getFullName().startsWith(RedisConnection.class.getName() + "$")))));
    }

    @ArchTest
    static void every_test_class_runs(JavaClasses production) {
        ArchitectureRules.checkThatEveryTestClassRuns("dev.duologue.redis");
    }
}
