package dev.duologue.tck.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.ChatStoreTck;
import dev.duologue.tck.SettableClock;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The kit is tested by stores that are broken on purpose: each must fail the rules that it breaks, and no other. */
@Tag("slow")
class ChatStoreTckTest {

    private static final String FAULT = "dev.duologue.tck.fault";

    @ParameterizedTest(name = "{0}")
    @EnumSource(Fault.class)
    void a_fault_fails_the_rules_that_it_breaks(Fault fault) {
        TestExecutionSummary summary = run(fault);
        Set<String> failed = summary.getFailures().stream()
                .map(failure -> ruleOf(failure.getTestIdentifier()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(failed)
                .as(() -> summary.getFailures().stream()
                        .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                        .collect(Collectors.joining("\n")))
                .containsExactlyInAnyOrderElementsOf(fault.rules());
        assertThat(summary.getTestsSkippedCount() + summary.getTestsAbortedCount())
                .isZero();
        assertThat(summary.getTestsStartedCount()).isEqualTo(numberOfTests());
    }

    @Test
    void every_rule_has_a_test_and_a_fault() {
        Set<String> rules = IntStream.rangeClosed(0, 18).mapToObj(i -> "S" + i).collect(Collectors.toSet());
        Set<String> tested = new TreeSet<>();
        for (Class<?> type = ChatStoreTck.class; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    tested.add(ruleOf(method.getName()));
                }
            }
        }
        Set<String> broken = new TreeSet<>();
        for (Fault fault : Fault.values()) {
            broken.addAll(fault.rules());
        }
        assertThat(tested).isEqualTo(rules);
        assertThat(broken).isEqualTo(rules);
    }

    private static long numberOfTests() {
        long tests = 0;
        for (Class<?> type = ChatStoreTck.class; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                tests += method.isAnnotationPresent(Test.class) ? 1 : 0;
            }
        }
        return tests;
    }

    private static TestExecutionSummary run(Fault fault) {
        LauncherDiscoveryRequest kit = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Kit.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter(FAULT, fault.name())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(kit, listener);
        return listener.getSummary();
    }

    private static String ruleOf(TestIdentifier test) {
        return test.getSource()
                .map(source -> source instanceof MethodSource method ? ruleOf(method.getMethodName()) : "not a test")
                .orElse("not a test");
    }

    private static String ruleOf(String methodName) {
        return methodName.substring(0, methodName.indexOf('_'));
    }

    /** The kit over a store with a fault. Nested, so that the build itself does not run it. */
    @ExtendWith(FaultOfThisRun.class)
    static final class Kit extends ChatStoreTck {

        private final SettableClock clock = new SettableClock();
        private final Fault fault;

        Kit(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected ChatStore newStore() {
            return fault.in(ChatStore.inMemory(clock));
        }

        @Override
        protected void pass(Duration time) {
            clock.pass(time);
        }

        /** Long enough for a slow machine; some faults make a test wait for what never comes. */
        @Override
        protected Duration patience() {
            return Duration.ofSeconds(3);
        }
    }

    static final class FaultOfThisRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Fault resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT).map(Fault::valueOf).orElse(Fault.NONE);
        }
    }
}
