package dev.duologue.example;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * All that the reference server logs while this is open, by its own settings, but at the most verbose level of all that
 * they do not silence: ours and the libraries', also what goes by {@code java.util.logging}, with the messages of all
 * exceptions.
 */
final class Overheard implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final java.util.logging.Logger jul = java.util.logging.Logger.getLogger("");
    private final java.util.logging.Level julBefore = jul.getLevel();
    private final Lines lines = new Lines();

    Overheard() throws JoranException {
        configureAsTheServer();
        root.iteratorForAppenders().forEachRemaining(Appender::stop);
        for (Logger logger : List.of(root, context.getLogger("dev.duologue"))) {
            logger.setLevel(Level.TRACE);
        }
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        jul.setLevel(java.util.logging.Level.ALL);
    }

    /** Each line, and each message of an exception. */
    List<String> lines() {
        return List.copyOf(lines.all);
    }

    @Override
    public void close() throws JoranException {
        jul.setLevel(julBefore);
        SLF4JBridgeHandler.uninstall();
        context.reset();
        new ContextInitializer(context).autoConfig(Overheard.class.getClassLoader());
    }

    /** By its own settings, not those of the tests. */
    private void configureAsTheServer() throws JoranException {
        context.reset();
        JoranConfigurator settings = new JoranConfigurator();
        settings.setContext(context);
        settings.doConfigure(Objects.requireNonNull(Main.class.getResource("/logback.xml")));
    }

    /** Formats at once: what an argument says later is not what would have been written. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getThreadName() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                all.add(event.getLoggerName() + " " + cause.getClassName() + ": " + cause.getMessage());
            }
        }
    }
}
