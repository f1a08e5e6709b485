package dev.duologue.bench.micro;

import dev.duologue.MessageKey;
import dev.duologue.QrCode;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The small parts: the form of a key, a code compared, a QR code drawn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PartsBenchmark {

    private static final String CODE = "code";

    private final Hashing hashing = Hashing.withRandomPepper();
    private final SecretCodes codes = SecretCodes.crockford();
    private final String code = codes.generate();
    private final String stored = hashing.digest(CODE, codes.normalise(code).orElseThrow());
    private final QrCodes qrCodes = QrCodes.svg();
    private final URI link = URI.create("https://chat.example/c#23AHi7Zb81kQx0Lr");
    private long micros = 1_702_000_000_000_000L;

    /** The form of a key for people; each is a little later than the last. */
    @Benchmark
    public String keyForm() {
        micros += 997;
        return new MessageKey(micros, "ABHI").toString();
    }

    /** A code as it is typed, against its digest. */
    @Benchmark
    public boolean codeCompare() {
        String normal = codes.normalise(code).orElseThrow();
        return codes.matches(normal, right -> hashing.matches(CODE, right, stored));
    }

    /** The QR code of a short URL. */
    @Benchmark
    public QrCode qrCode() {
        return qrCodes.draw(link);
    }
}
