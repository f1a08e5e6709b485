package dev.duologue.example;

import dev.duologue.ChatStoreException;
import dev.duologue.spi.AddressRates;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Starts the reference server: reads the options, serves, and goes down in order on SIGTERM. */
public final class Main {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)/s");

    private static final Pattern RATE_OF_ADDRESS = Pattern.compile("(\\d{1,6})/([smh])");

    private static final int PEPPER_BYTES = 32;

    private Main() {}

    /**
     * Serves until the process is told to stop.
     *
     * @param args see {@code --help}
     * @throws InterruptedException if the main thread is interrupted, which nothing here does
     */
    public static void main(String[] args) throws InterruptedException {
        OptionalInt exit = run(args, System.getenv(), System.out, System.err);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        // All threads of the server are daemons: this one keeps the process until it is told to stop.
        new CountDownLatch(1).await();
    }

    /** Starts the server; gives the exit status if there is nothing to serve. */
    static OptionalInt run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        // Grizzly and Tyrus log by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Options options = new Options();
        CommandLine command = commandLine(options, environment);
        try {
            command.parseArgs(args);
            if (command.isUsageHelpRequested()) {
                command.usage(out);
                return OptionalInt.of(CommandLine.ExitCode.OK);
            }
            if (command.isVersionHelpRequested()) {
                command.printVersionHelp(out);
                return OptionalInt.of(CommandLine.ExitCode.OK);
            }
            options.check();
        } catch (ParameterException e) {
            err.println(oneLine(e) + " (see --help)");
            return OptionalInt.of(CommandLine.ExitCode.USAGE);
        }
        return serve(options, out, err);
    }

    /**
     * Reads the options alone.
     *
     * @throws ParameterException if one of them is wrong
     */
    static Options parse(String[] args, Map<String, String> environment) {
        Options options = new Options();
        commandLine(options, environment).parseArgs(args);
        options.check();
        return options;
    }

    private static OptionalInt serve(Options options, PrintStream out, PrintStream err) {
        try {
            Server server = Server.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "duologue-stop"));
            out.println("Duologue is ready at " + server.url());
            out.flush();
            return OptionalInt.empty();
        } catch (BindException e) {
            err.println("Port " + options.port + " on " + options.host + " cannot be taken: " + e.getMessage()
                    + ". Choose another with --port or --host.");
        } catch (UnknownHostException e) {
            err.println("The address " + options.host + " is not known. Choose another with --host.");
        } catch (IOException e) {
            err.println("The server could not start: " + e.getMessage());
        } catch (ChatStoreException e) {
            err.println("The server could not start: " + e.getMessage());
        }
        return OptionalInt.of(CommandLine.ExitCode.SOFTWARE);
    }

    /** Being told to stop is no failure: without this the exit status would be that of the signal. */
    private static void stop(Server server) {
        server.close();
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    }

    private static CommandLine commandLine(Options options, Map<String, String> environment) {
        CommandLine command = new CommandLine(options);
        command.registerConverter(Duration.class, Main::time);
        command.registerConverter(URI.class, Main::url);
        command.registerConverter(Options.SendRate.class, Main::rate);
        command.registerConverter(Options.Pepper.class, Main::pepper);
        command.registerConverter(Options.Rates.class, Main::rates);
        command.registerConverter(Options.Switch.class, text -> oneOf(Options.Switch.values(), text));
        command.registerConverter(
                TrustedProxies.ProxyHeader.class, text -> oneOf(TrustedProxies.ProxyHeader.values(), text));
        command.registerConverter(Network.class, Main::network);
        command.setDefaultValueProvider(option -> fromEnvironment(option, environment));
        return command;
    }

    private static @Nullable String fromEnvironment(
            CommandLine.Model.ArgSpec argument, Map<String, String> environment) {
        if (!(argument instanceof CommandLine.Model.OptionSpec option)
                || !option.longestName().startsWith("--")) {
            return null;
        }
        String name = option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
        return environment.get("DUOLOGUE_" + name);
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new TypeConversionException("expected an address as http://chat.example, not '" + text + "'");
        }
    }

    private static Duration time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new TypeConversionException("expected a time as 500ms, 10s, 30m or 4h, not '" + text + "'");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static Options.SendRate rate(String text) {
        if (text.equals("off")) {
            return new Options.SendRate(Double.POSITIVE_INFINITY);
        }
        Matcher rate = RATE.matcher(text);
        if (!rate.matches() || Double.parseDouble(rate.group(1)) == 0) {
            throw new TypeConversionException("expected a rate as 5/s, or off, not '" + text + "'");
        }
        return new Options.SendRate(Double.parseDouble(rate.group(1)));
    }

    private static Options.Rates rates(String text) {
        if (text.equals("off")) {
            return new Options.Rates(List.of());
        }
        List<AddressRates.Rate> rates = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher rate = RATE_OF_ADDRESS.matcher(one);
            if (!rate.matches() || Integer.parseInt(rate.group(1)) == 0) {
                throw new TypeConversionException("expected rates as 5/m or 5/m,30/h, or off, not '" + text + "'");
            }
            rates.add(new AddressRates.Rate(Integer.parseInt(rate.group(1)), time("1" + rate.group(2))));
        }
        return new Options.Rates(List.copyOf(rates));
    }

    private static <T> T oneOf(T[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", ")) + ", not '"
                        + text + "'"));
    }

    private static Network network(String text) {
        return Network.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "expected an address or a network as 10.0.0.0/8, not '" + text + "'"));
    }

    /** Without the text in the message: it is nearly a secret. */
    private static Options.Pepper pepper(String text) {
        try {
            Options.Pepper pepper = new Options.Pepper(text.strip());
            if (pepper.bytes().length >= PEPPER_BYTES) {
                return pepper;
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected Base64");
        }
        throw new TypeConversionException("expected Base64 of at least " + PEPPER_BYTES + " bytes");
    }

    private static String oneLine(ParameterException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\R+", " ");
    }
}
