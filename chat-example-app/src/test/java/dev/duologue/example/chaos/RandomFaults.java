package dev.duologue.example.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does faults of all kinds to the connections of two legs, one after the other on each leg as a seed has it: which fault,
 * to how many connections, for how long, and when the next. What lasts is mended after its time. The legs have dice of
 * their own, so the row of faults on each is the same for the same seed.
 */
final class RandomFaults implements AutoCloseable {

    /** What can be done. */
    enum Kind {
        CUT,
        RESET,
        DELAY,
        STALL,
        SLOW,
        HALF_OPEN,
        TRUNCATE
    }

    /**
     * A leg of the way of a message.
     *
     * @param name what reports call it
     * @param proxies where it can be met
     * @param share the largest part of its connections that one fault meets
     * @param most how long a fault that lasts lasts at the most
     * @param pause how long it is until the next at the most
     */
    record Leg(String name, List<FaultProxy> proxies, double share, Duration most, Duration pause) {}

    private static final int SLOWEST_BYTES_PER_SECOND = 200;
    private static final int MOST_BYTES_LEFT = 300;
    private static final int LONGEST_DELAY_MILLIS = 300;
    private static final int SHORTEST_MILLIS = 50;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final List<Leg> legs;
    private volatile boolean over;

    /** Begins. */
    RandomFaults(long seed, List<Leg> legs) {
        this.legs = List.copyOf(legs);
        for (int i = 0; i < legs.size(); i++) {
            next(legs.get(i), new Random(seed + i));
        }
    }

    /** How often each kind met connections of each leg. */
    Map<String, Integer> done() {
        return new TreeMap<>(done);
    }

    /** No more faults; all connections are cut, as some of them may be dead without knowing it. */
    @Override
    public void close() {
        over = true;
        thread.shutdownNow();
        legs.forEach(leg -> leg.proxies()
                .forEach(proxy -> proxy.wires().forEach(wire -> {
                    wire.mend();
                    wire.cut();
                })));
    }

    private void next(Leg leg, Random dice) {
        later(between(dice, leg.pause()), () -> {
            harm(leg, dice);
            next(leg, dice);
        });
    }

    private void harm(Leg leg, Random dice) {
        // The dice are thrown whatever connections there are, so that a seed gives the same row.
        Kind kind = Kind.values()[dice.nextInt(Kind.values().length)];
        FaultProxy proxy = leg.proxies().get(dice.nextInt(leg.proxies().size()));
        double share = leg.share() * dice.nextDouble();
        FaultProxy.Way way = dice.nextBoolean() ? FaultProxy.Way.UP : FaultProxy.Way.DOWN;
        Duration lasts = between(dice, leg.most());
        int bytes = dice.nextInt(MOST_BYTES_LEFT);
        Duration delay = Duration.ofMillis(1 + dice.nextInt(LONGEST_DELAY_MILLIS));
        long order = dice.nextLong();

        List<FaultProxy.Wire> wires = new ArrayList<>(proxy.wires());
        Collections.shuffle(wires, new Random(order));
        List<FaultProxy.Wire> met = wires.subList(0, (int) Math.ceil(share * wires.size()));
        if (met.isEmpty()) {
            return;
        }
        done.merge(leg.name() + " " + kind, 1, Integer::sum);
        met.forEach(wire -> {
            switch (kind) {
                case CUT -> wire.cut();
                case RESET -> wire.reset();
                case DELAY -> wire.delay(way, delay);
                case STALL -> wire.stall(way);
                case SLOW -> wire.slow(way, SLOWEST_BYTES_PER_SECOND + bytes);
                case HALF_OPEN -> wire.halfOpen(way);
                case TRUNCATE -> wire.truncate(way, bytes);
            }
        });
        later(lasts, () -> met.forEach(FaultProxy.Wire::mend));
    }

    private void later(Duration time, Runnable step) {
        if (!over) {
            Future<?> unused = thread.schedule(step, time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Duration between(Random dice, Duration most) {
        return Duration.ofMillis(SHORTEST_MILLIS + dice.nextInt((int) most.toMillis()));
    }
}
