package org.eir.server.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import org.eir.server.config.LogConfig;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up the log of a node. Until then, and in all other commands, nothing is logged at all. */
public final class Logging {
    private Logging() {}

    /** From now on this program and its libraries log, also those that use java.util.logging. */
    public static void begin(LogConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("level", config.level().name());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(resource(config.format().name().toLowerCase(Locale.ROOT) + ".xml"));
        } catch (JoranException e) {
            throw new IllegalStateException("the log cannot be set up", e);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(Logging.class.getResource(name), name);
    }
}
