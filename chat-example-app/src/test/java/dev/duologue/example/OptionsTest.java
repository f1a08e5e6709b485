package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.duologue.spi.AddressRates;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The options of the reference server")
class OptionsTest {

    private static final String PEPPER = Base64.getEncoder().encodeToString(new byte[32]);

    /** Each option: its name, its default, another value as text, and that value read. */
    static Stream<Arguments> options() {
        return Stream.of(
                option("--host", "127.0.0.1", "0.0.0.0", "0.0.0.0", o -> o.host),
                option("--port", 8080, "0", 0, o -> o.port),
                option(
                        "--base-url",
                        null,
                        "https://chat.example/x",
                        URI.create("https://chat.example/x"),
                        o -> o.baseUrl),
                option(
                        "--allowed-origin",
                        List.of(),
                        "https://a.example,http://b.example:81",
                        List.of("https://a.example", "http://b.example:81"),
                        o -> o.allowedOrigins),
                option(
                        "--frame-ancestors",
                        List.of(),
                        "https://a.example,http://b.example:81",
                        List.of("https://a.example", "http://b.example:81"),
                        o -> o.frameAncestors),
                option("--entry-timeout", minutes(30), "4h", Duration.ofHours(4), o -> o.entryTimeout),
                option("--idle-timeout", minutes(15), "500ms", Duration.ofMillis(500), o -> o.idleTimeout),
                option("--lifetime", Duration.ofHours(4), "10s", Duration.ofSeconds(10), o -> o.lifetime),
                option("--end-warning", minutes(2), "0s", Duration.ZERO, o -> o.endWarning),
                option("--tombstone", minutes(10), "1m", minutes(1), o -> o.tombstone),
                option("--record-bytes", 4_194_304L, "1000", 1_000L, o -> o.recordBytes),
                option("--memory", null, "64", 64, o -> o.memory),
                option("--text-chars", 4_000, "10", 10, o -> o.textChars),
                option("--text-bytes", 16_384, "32768", 32_768, o -> o.textBytes),
                option("--frame-rate", null, "9/s", rate(9), o -> o.frameRate),
                option("--first-frame", Duration.ofSeconds(5), "1s", Duration.ofSeconds(1), o -> o.firstFrame),
                option("--header-timeout", Duration.ofSeconds(10), "1s", Duration.ofSeconds(1), o -> o.headerTimeout),
                option("--ping-every", Duration.ofSeconds(25), "1s", Duration.ofSeconds(1), o -> o.pingEvery),
                option("--dead-after", Duration.ofSeconds(60), "3s", Duration.ofSeconds(3), o -> o.deadAfter),
                option("--send-rate", rate(5), "2.5/s", rate(2.5), o -> o.sendRate),
                option("--send-rate", rate(5), "off", rate(Double.POSITIVE_INFINITY), o -> o.sendRate),
                option("--send-burst", 20, "1", 1, o -> o.sendBurst),
                option("--message-cap", 10_000, "3", 3, o -> o.messageCap),
                option("--address-limits", Options.Switch.ON, "off", Options.Switch.OFF, o -> o.addressLimits),
                option("--start-limit", rates("5/m,30/h"), "7/s", rates("7/s"), o -> o.startLimit),
                option("--code-limit", rates("10/m,30/h"), "off", rates("off"), o -> o.codeLimit),
                option("--unknown-link-limit", rates("20/m"), "1/m,2/h", rates("1/m,2/h"), o -> o.unknownLinkLimit),
                option("--address-connections", 50, "3", 3, o -> o.addressConnections),
                option("--connections", 20_000, "3", 3, o -> o.connections),
                option("--live-chats", 100_000, "3", 3, o -> o.liveChats),
                option(
                        "--trusted-proxy",
                        List.of(),
                        "10.0.0.0/8,::1",
                        List.of(network("10.0.0.0/8"), network("::1")),
                        o -> o.trustedProxies),
                option(
                        "--proxy-header",
                        TrustedProxies.ProxyHeader.X_FORWARDED_FOR,
                        "forwarded",
                        TrustedProxies.ProxyHeader.FORWARDED,
                        o -> o.proxyHeader),
                option("--redis", null, "redis://127.0.0.1:6379", "redis://127.0.0.1:6379", o -> o.redis),
                option("--redis-prefix", "duologue:", "chats:", "chats:", o -> o.redisPrefix),
                option("--redis-replicas", 0, "1", 1, o -> o.redisReplicas),
                option("--pepper-file", null, "pepper", Path.of("pepper"), o -> o.pepperFile),
                option("--pepper", null, PEPPER, PEPPER, o -> asText(o.pepper)),
                option("--metrics-open", false, "true", true, o -> o.metricsOpen));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("options")
    @DisplayName("are read from the command line and from the environment, which it wins over")
    void read(String name, Object defaultValue, String text, Object value, Function<Options, Object> get) {
        String variable =
                "DUOLOGUE_" + name.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
        assertThat(get.apply(parse(Map.of()))).as("default").isEqualTo(defaultValue);
        assertThat(get.apply(parse(Map.of(), name + "=" + text)))
                .as("on the command line")
                .isEqualTo(value);
        assertThat(get.apply(parse(Map.of(variable, text)))).as(variable).isEqualTo(value);
        if (defaultValue != null && !defaultValue.equals(List.of())) {
            assertThat(get.apply(parse(Map.of(variable, text), name + "=" + asText(defaultValue))))
                    .as("the command line against " + variable)
                    .isEqualTo(defaultValue);
        }
    }

    @Test
    @DisplayName("may be flags that are said twice, or in both places")
    void flag() {
        assertThat(parse(Map.of("DUOLOGUE_METRICS_OPEN", "true"), "--metrics-open").metricsOpen)
                .isTrue();
        assertThat(parse(Map.of("DUOLOGUE_METRICS_OPEN", "false"), "--metrics-open").metricsOpen)
                .isTrue();
    }

    @Test
    @DisplayName("may repeat the allowed origin; the command line's replace the environment's")
    void repeated() {
        assertThat(parse(
                                Map.of("DUOLOGUE_ALLOWED_ORIGIN", "http://c.example"),
                                "--allowed-origin=http://a.example",
                                "--allowed-origin=http://b.example")
                        .allowedOrigins)
                .containsExactly("http://a.example", "http://b.example");
    }

    @Test
    @DisplayName("are all listed by --help, which ends with 0")
    void help() {
        Run run = run("--help");
        assertThat(run.exit).hasValue(0);
        assertThat(run.err).isEmpty();
        CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.forAnnotatedObject(new Options());
        // A line may also end within a value, behind a slash.
        String unwrapped =
                run.out.replaceAll("/\\s+", "/").replaceAll(",\\s+(?=\\d)", ",").replaceAll("\\s+", " ");
        assertThat(spec.options()).hasSizeGreaterThan(13).allSatisfy(option -> {
            assertThat(unwrapped).contains(option.longestName());
            if (option.defaultValue() != null) {
                assertThat(unwrapped).contains("default: " + option.defaultValue());
            }
        });
        assertThat(options().map(each -> (String) each.get()[0]))
                .as("the options that are tested above")
                .containsAll(spec.options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(CommandLine.Model.OptionSpec::longestName)
                        .toList());
    }

    @Test
    @DisplayName("tell the version by --version")
    void version() {
        Run run = run("--version");
        assertThat(run.exit).hasValue(0);
        assertThat(run.out).startsWith("Duologue ");
    }

    @Nested
    @DisplayName("that are wrong, are refused in one clear line and with 2:")
    class Wrong {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                        --port=http           | --port
                        --port=-1             | --port
                        --port=65536          | --port
                        --port=99999999999    | --port
                        --port=               | --port
                        --base-url=chat       | --base-url
                        --base-url=ftp://a.b  | --base-url
                        --base-url=http://    | --base-url
                        --base-url=http://a b | --base-url
                        --base-url=http://u:p@a.b | --base-url
                        --base-url=http://a.b/?q  | --base-url
                        --base-url=http://a.b/#f  | --base-url
                        --base-url=http://a.b:99999 | --base-url
                        --allowed-origin=*    | --allowed-origin
                        --allowed-origin=a.b  | --allowed-origin
                        --allowed-origin=http://a.b/path | --allowed-origin
                        --allowed-origin=null | --allowed-origin
                        --record-bytes=0      | --record-bytes
                        --memory=0            | --memory
                        --text-chars=0        | --text-chars
                        --text-bytes=32769    | --text-bytes
                        --frame-rate=0/s      | --frame-rate
                        --first-frame=0s      | --first-frame
                        --header-timeout=0s   | --header-timeout
                        --ping-every=5        | --ping-every
                        --dead-after=0s       | --dead-after
                        --frame-ancestors=*   | --frame-ancestors
                        --frame-ancestors=https://*.b | --frame-ancestors
                        --entry-timeout=30    | --entry-timeout
                        --entry-timeout=0s    | --entry-timeout
                        --idle-timeout=15min  | --idle-timeout
                        --idle-timeout=-1s    | --idle-timeout
                        --idle-timeout=0ms    | --idle-timeout
                        --lifetime=1d         | --lifetime
                        --lifetime=0h         | --lifetime
                        --lifetime=999999999h | --lifetime
                        --lifetime=9999999999h | --lifetime
                        --end-warning=soon    | --end-warning
                        --end-warning=8761h  | --end-warning
                        --tombstone=1.5h      | --tombstone
                        --tombstone=999999999h | --tombstone
                        --send-rate=5         | --send-rate
                        --send-rate=0/s       | --send-rate
                        --send-rate=-1/s      | --send-rate
                        --send-rate=5/m       | --send-rate
                        --send-burst=0        | --send-burst
                        --send-burst=2147483647 | --send-burst
                        --send-burst=x        | --send-burst
                        --message-cap=0       | --message-cap
                        --message-cap=-5      | --message-cap
                        --address-limits=maybe | --address-limits
                        --start-limit=5       | --start-limit
                        --start-limit=0/m     | --start-limit
                        --start-limit=5/m,    | --start-limit
                        --code-limit=5/d      | --code-limit
                        --unknown-link-limit= | --unknown-link-limit
                        --address-connections=0 | --address-connections
                        --connections=0       | --connections
                        --live-chats=0        | --live-chats
                        --trusted-proxy=proxy.example | --trusted-proxy
                        --trusted-proxy=10.0.0.0/33 | --trusted-proxy
                        --proxy-header=X-Real-IP | --proxy-header
                        --metrics-open=maybe  | --metrics-open
                        --host=               | --host
                        --nope                | --nope
                        stray                 | stray
                        """)
        void value(String argument, String named) {
            Run run = run(argument);
            assertRefused(run, named);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {"DUOLOGUE_PORT", "DUOLOGUE_IDLE_TIMEOUT", "DUOLOGUE_SEND_RATE", "DUOLOGUE_METRICS_OPEN"})
        void variable(String variable) {
            Run run = run(Map.of(variable, "x\ny"));
            assertRefused(
                    run, "--" + variable.substring(9).toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        @Test
        @DisplayName("a value left out")
        void missing() {
            assertRefused(run("--port"), "--port");
        }

        private void assertRefused(Run run, String named) {
            assertThat(run.exit).hasValue(2);
            assertThat(run.out).isEmpty();
            assertThat(run.err.lines()).as(run.err).hasSize(1);
            assertThat(run.err).contains(named).doesNotContain("Exception").doesNotContain("java.");
        }
    }

    @Nested
    @DisplayName("that cannot be served, end with 1 and one line:")
    class CannotServe {

        @Test
        @DisplayName("a port that is taken")
        void taken() throws Exception {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                assertFailed(run("--port=" + other.getLocalPort()), "Port " + other.getLocalPort() + " on 127.0.0.1");
            }
        }

        @Test
        @DisplayName("an address that is not known")
        void unknownHost() {
            assertFailed(run("--host=[::no]", "--port=0"), "[::no]");
        }

        @Test
        @DisplayName("an address of another machine")
        void foreignHost() {
            assertFailed(run("--host=192.0.2.1", "--port=0"), "192.0.2.1");
        }

        private void assertFailed(Run run, String named) {
            assertThat(run.exit).as(run.err).hasValue(1);
            assertThat(run.out).isEmpty();
            assertThat(run.err.lines()).as(run.err).hasSize(1);
            assertThat(run.err).contains(named).doesNotContain("Exception");
        }
    }

    private record Run(OptionalInt exit, String out, String err) {}

    private static Run run(String... args) {
        return run(Map.of(), args);
    }

    private static Run run(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OptionalInt exit = Main.run(args, environment, new PrintStream(out, true), new PrintStream(err, true));
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Options parse(Map<String, String> environment, String... args) {
        return Main.parse(args, environment);
    }

    private static Arguments option(
            String name, Object defaultValue, String text, Object value, Function<Options, Object> get) {
        return arguments(name, defaultValue, text, value, get);
    }

    private static String asText(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() + "ms";
        }
        if (value instanceof Options.Rates rates) {
            return rates.rates().stream()
                    .map(rate -> rate.times() + "/"
                            + Map.of(1L, "s", 60L, "m", 3_600L, "h")
                                    .get(rate.within().toSeconds()))
                    .collect(Collectors.joining(","));
        }
        return value instanceof Options.SendRate rate ? rate.perSecond() + "/s" : value.toString();
    }

    private static Options.Rates rates(String text) {
        return new Options.Rates(
                text.equals("off")
                        ? List.of()
                        : Stream.of(text.split(","))
                                .map(rate -> new AddressRates.Rate(
                                        Integer.parseInt(rate.substring(0, rate.indexOf('/'))),
                                        Duration.ofSeconds(rate.endsWith("h") ? 3_600 : rate.endsWith("m") ? 60 : 1)))
                                .toList());
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    private static Options.SendRate rate(double perSecond) {
        return new Options.SendRate(perSecond);
    }

    private static String asText(Options.Pepper pepper) {
        return pepper == null ? null : pepper.base64();
    }
}
