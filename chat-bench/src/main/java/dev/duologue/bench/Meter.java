package dev.duologue.bench;

import java.time.Duration;
import java.util.function.Supplier;

/** CPU and time from its making on. */
final class Meter {

    private final Supplier<Duration> cpu;
    private final Duration cpuBefore;
    private final Duration clientBefore;
    private final long begun = System.nanoTime();

    Meter(Supplier<Duration> cpu) {
        this.cpu = cpu;
        this.cpuBefore = cpu.get();
        this.clientBefore = ServerProcess.cpuOf(ProcessHandle.current());
    }

    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    double cpuMicros() {
        return micros(cpu.get().minus(cpuBefore));
    }

    double clientMicros() {
        return micros(ServerProcess.cpuOf(ProcessHandle.current()).minus(clientBefore));
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }
}
