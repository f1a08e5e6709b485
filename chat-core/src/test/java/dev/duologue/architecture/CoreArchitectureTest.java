package dev.duologue.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.duologue", importOptions = ArchitectureRules.Production.class)
class CoreArchitectureTest {

    @ArchTest
    static final ArchRule telling_names = ArchitectureRules.publicTypesHaveTellingNames();

    @ArchTest
    static final ArchRule nothing_blocks = ArchitectureRules.nothingBlocks();

    @ArchTest
    static void every_test_class_runs(JavaClasses production) {
        ArchitectureRules.checkThatEveryTestClassRuns("dev.duologue");
    }
}
