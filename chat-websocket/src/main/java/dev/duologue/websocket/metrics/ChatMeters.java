package dev.duologue.websocket.metrics;

import dev.duologue.ChatService;
import dev.duologue.Ending;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Instrumentation;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one service does, as meters of Micrometer:
 *
 * <pre>{@code
 * ChatMeters meters = new ChatMeters();
 * meters.bindTo(registry);
 * ChatService chats = ChatService.builder(base).instrument(meters).build();
 * }</pre>
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>meter</th><th>tags</th><th>tells</th></tr>
 *   <tr><td>{@code duologue.chats.live}</td><td></td><td>chats that this node started or serves</td></tr>
 *   <tr><td>{@code duologue.chats.started}</td><td></td><td>chats started on this node</td></tr>
 *   <tr><td>{@code duologue.chats.ended}</td><td>{@code reason}</td><td>chats that this node ended</td></tr>
 *   <tr><td>{@code duologue.seats.entered}</td><td></td><td>seats taken, by code or by token</td></tr>
 *   <tr><td>{@code duologue.messages}</td><td></td><td>messages that the store accepted, each once</td></tr>
 *   <tr><td>{@code duologue.limits.refused}</td><td>{@code limit}</td><td>what limits of addresses refused</td></tr>
 *   <tr><td>{@code duologue.store}</td><td>{@code operation}, {@code outcome}</td><td>timer: how long the store took,
 *       whether it {@code answered} or {@code failed}</td></tr>
 * </table>
 *
 * <p>Counts go on from the beginning, whenever a registry is bound; times are told to the registries that are bound when
 * they are taken. Thread-safe.
 */
@SuppressWarnings("exports") // Who counts by Micrometer requires its module too.
public final class ChatMeters implements Instrumentation, MeterBinder {

    static final String REFUSED = "duologue.limits.refused";
    static final String REFUSED_DESCRIPTION = "What was refused for a limit, by the limit";
    static final String LIMIT = "limit";

    private final Clock clock;
    private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();
    private final List<StoreTimers> timers = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable ChatService> chats = new AtomicReference<>();
    private final LongAdder started = new LongAdder();
    private final LongAdder entered = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final Map<Ending.Reason, LongAdder> ended = adders(Ending.Reason.class);
    private final Map<AddressLimit, LongAdder> refused = adders(AddressLimit.class);

    /** Makes the meters of one service, timed by the system's clock. */
    public ChatMeters() {
        this(Clock.SYSTEM);
    }

    /**
     * Makes the meters of one service.
     *
     * @param clock whose monotonic time the store's answers are timed by
     */
    public ChatMeters(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Puts the meters into a registry. Safe to repeat, also for several registries.
     *
     * @param registry the registry; not closed from here
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        if (!registries.add(registry)) {
            return;
        }
        Gauge.builder("duologue.chats.live", this, ChatMeters::liveChats)
                .description("Chats that this node started or serves")
                .register(registry);
        count("duologue.chats.started", "Chats started", started, registry);
        count("duologue.seats.entered", "Seats taken, by code or by token", entered, registry);
        count("duologue.messages", "Messages that the store accepted", messages, registry);
        ended.forEach((reason, count) -> FunctionCounter.builder("duologue.chats.ended", count, LongAdder::sum)
                .description("Chats ended, by reason")
                .tag("reason", word(reason))
                .register(registry));
        refused.forEach((limit, count) -> FunctionCounter.builder(REFUSED, count, LongAdder::sum)
                .description(REFUSED_DESCRIPTION)
                .tag(LIMIT, word(limit))
                .register(registry));
        timers.add(new StoreTimers(registry));
    }

    /** Times each operation, and counts chats and messages. */
    @Override
    public ChatStore store(ChatStore store) {
        return new TimedStore(
                store,
                clock,
                (operation, nanos, failed) -> timers.forEach(each -> each.record(operation, nanos, failed)),
                started,
                messages);
    }

    /** Counts what is refused. */
    @Override
    public AddressLimits addressLimits(AddressLimits limits) {
        return new CountedLimits(limits, limit -> of(refused, limit).increment());
    }

    /** Counts seats and ends, before the notifier is told. */
    @Override
    public ChatNotifier notifier(ChatNotifier notifier) {
        return event -> {
            if (event instanceof ChatEvent.Entered) {
                entered.increment();
            } else if (event instanceof ChatEvent.Ended over) {
                of(ended, over.ending().reason()).increment();
            }
            notifier.notify(event);
        };
    }

    /**
     * Takes the service whose chats are counted.
     *
     * @param chats the service
     * @throws IllegalStateException if there is one already: each needs meters of its own
     */
    @Override
    public void built(ChatService chats) {
        if (!this.chats.compareAndSet(null, chats)) {
            throw new IllegalStateException("these are the meters of another service; each needs its own");
        }
    }

    private double liveChats() {
        ChatService known = chats.get();
        return known == null ? 0 : known.liveChats();
    }

    private static void count(String name, String description, LongAdder count, MeterRegistry registry) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** All of them now: what never changes may be read without a lock. */
    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            adders.put(constant, new LongAdder());
        }
        return adders;
    }

    private static <E extends Enum<E>> LongAdder of(Map<E, LongAdder> adders, E constant) {
        return Objects.requireNonNull(adders.get(constant));
    }
}
