package dev.duologue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** All that the library logs at any level while this is open. */
final class Logged implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.duologue");
    private final Level before = logger.getLevel();
    private final boolean additive = logger.isAdditive();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    Logged() {
        events.start();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(events);
    }

    /** Each line with its parameters, and the exceptions logged with it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(events.list)) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                lines.add(cause.getClassName() + ": " + cause.getMessage());
            }
        }
        return lines;
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(additive);
        logger.setLevel(before);
    }
}
