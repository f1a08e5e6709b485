package dev.duologue.tck.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a kit as a build would, over what bears a given fault. */
final class KitRun {

    private static final String FAULT = "dev.duologue.tck.small-fault";

    private KitRun() {}

    /** The names of the kit's tests that fail; no test may be left out. */
    static Set<String> failures(Class<?> kit, String fault) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(kit))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter(FAULT, fault)
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsSkippedCount() + summary.getTestsAbortedCount())
                .isZero();
        assertThat(summary.getTestsStartedCount()).isEqualTo(tests(kit).size());
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier()
                        .getSource()
                        .map(source -> ((MethodSource) source).getMethodName())
                        .orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a class is a kit over something. */
    static boolean isKit(Class<?> type) {
        return type.getSuperclass() != null
                && type.getSuperclass().getSimpleName().endsWith("Tck");
    }

    /** The names of the kit's tests. */
    static Set<String> tests(Class<?> kit) {
        Set<String> tests = new TreeSet<>();
        for (Method method : kit.getMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                tests.add(method.getName());
            }
        }
        return tests;
    }

    /** Hands the name of this run's fault to the kit's constructor. */
    static final class FaultOfThisRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == String.class;
        }

        @Override
        public String resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT).orElseThrow();
        }
    }
}
