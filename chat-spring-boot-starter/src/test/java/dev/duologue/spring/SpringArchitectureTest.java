package dev.duologue.spring;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.duologue.architecture.ArchitectureRules;

@AnalyzeClasses(packages = "dev.duologue.spring", importOptions = ArchitectureRules.Production.class)
class SpringArchitectureTest {

    @ArchTest
    static final ArchRule internals = ArchitectureRules.nobodyReachesIntoInternals();

    @ArchTest
    static final ArchRule telling_names = ArchitectureRules.publicTypesHaveTellingNames();

    @ArchTest
    static void every_test_class_runs(JavaClasses production) {
        ArchitectureRules.checkThatEveryTestClassRuns("dev.duologue.spring");
    }
}
