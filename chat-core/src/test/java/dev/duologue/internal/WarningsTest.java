package dev.duologue.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarningsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(WarningsTest.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    /** Where a machine's nanoseconds begin is anywhere. */
    private final AtomicLong now = new AtomicLong(-5);

    private final Warnings warnings = new Warnings(logger, now::get);

    @BeforeEach
    void listen() {
        events.start();
        logger.setAdditive(false);
        logger.addAppender(events);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(events);
        logger.setAdditive(true);
    }

    @Test
    void what_goes_wrong_once_is_told_at_once() {
        warnings.warn("a part failed");
        warnings.warn("another part failed");
        assertThat(lines()).containsExactly("a part failed", "another part failed");
    }

    @Test
    void what_goes_wrong_a_thousand_times_is_told_once_a_second_with_the_number() {
        for (int i = 0; i < 1_000; i++) {
            warnings.warn("a part failed");
        }
        assertThat(lines()).containsExactly("a part failed");
        now.addAndGet(Duration.ofMillis(999).toNanos());
        warnings.warn("a part failed");
        assertThat(lines()).hasSize(1);
        now.addAndGet(Duration.ofMillis(1).toNanos());
        warnings.warn("a part failed");
        assertThat(lines()).last().isEqualTo("a part failed (1001 times since this was told last)");
        now.addAndGet(Duration.ofHours(1).toNanos());
        warnings.warn("a part failed");
        assertThat(lines()).hasSize(3).last().isEqualTo("a part failed");
    }

    @Test
    void kinds_without_end_are_not_remembered_without_end_and_each_is_told() {
        for (int i = 0; i < 1_000; i++) {
            warnings.warn("part " + i);
        }
        assertThat(lines()).hasSize(1_000);
    }

    private List<String> lines() {
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
