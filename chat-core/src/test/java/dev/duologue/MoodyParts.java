package dev.duologue;

import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Extension points that work until a test makes one of their methods fail. Thread-safe. */
final class MoodyParts implements Hashing, SecretCodes {

    /** The methods that can be made to fail. */
    enum Part {
        CHAT_ID,
        DIGEST,
        MATCHES_DIGEST,
        SHORT_URL,
        SHORT_URL_LATER,
        QR_CODE,
        GENERATE,
        NORMALISE,
        MATCHES_CODE,
        CODE_FORM,
        TIMEOUTS,
        NOTIFY
    }

    /** The ways to fail. What is thrown quotes what nobody may see. */
    enum Fault {
        EXCEPTION,
        ERROR,
        NULL,
        HANGS
    }

    static final String QUOTED = "CanaryQuotedByAnException";

    private final Hashing hashing = Hashing.withRandomPepper();
    private final SecretCodes codes = SecretCodes.crockford();
    private final ShortUrls urls = ShortUrls.fragment(House.BASE);
    private final CountDownLatch unhang = new CountDownLatch(1);
    private final Set<Part> hanging = ConcurrentHashMap.newKeySet();
    private volatile Predicate<Part> failing = part -> false;
    private volatile Fault fault = Fault.EXCEPTION;
    private volatile String hangingOn = "";

    ChatService.Builder in(ChatService.Builder builder) {
        return builder.hashing(this)
                .secretCodes(this)
                .shortUrls(this::shorten)
                .qrCodes(this::draw)
                .timeouts(this::times)
                .notifier(this::told);
    }

    void fail(Predicate<Part> parts, Fault how) {
        fault = how;
        failing = parts;
    }

    void recover() {
        failing = part -> false;
        unhang.countDown();
    }

    /** From now on, nothing is digested of one secret. */
    void hangOn(String secret) {
        hangingOn = secret;
    }

    /** The parts that somebody waits for in vain. */
    Set<Part> hanging() {
        return hanging;
    }

    private <T> T ask(Part part, Supplier<T> question) {
        if (!failing.test(part)) {
            return question.get();
        }
        return switch (fault) {
            case EXCEPTION -> throw new IllegalStateException(QUOTED);
            case ERROR -> throw new AssertionError(QUOTED);
            case NULL -> null;
            case HANGS -> {
                hanging.add(part);
                awaitEnd();
                yield question.get();
            }
        };
    }

    private void awaitEnd() {
        try {
            unhang.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String newChatId() {
        return ask(Part.CHAT_ID, hashing::newChatId);
    }

    @Override
    public String digest(String domain, String secret) {
        if (secret.equals(hangingOn)) {
            hanging.add(Part.DIGEST);
            awaitEnd();
        }
        return ask(Part.DIGEST, () -> hashing.digest(domain, secret));
    }

    @Override
    public boolean matches(String domain, String secret, String digest) {
        return ask(Part.MATCHES_DIGEST, () -> hashing.matches(domain, secret, digest));
    }

    @Override
    public String generate() {
        return ask(Part.GENERATE, codes::generate);
    }

    @Override
    public Optional<String> normalise(String typed) {
        return ask(Part.NORMALISE, () -> codes.normalise(typed));
    }

    @Override
    public boolean matches(String normalised, Predicate<String> isStored) {
        return ask(Part.MATCHES_CODE, () -> codes.matches(normalised, isStored));
    }

    @Override
    public Optional<CodeForm> form() {
        return ask(Part.CODE_FORM, codes::form);
    }

    private CompletionStage<URI> shorten(String link) {
        CompletionStage<URI> real = ask(Part.SHORT_URL, () -> urls.shorten(link));
        if (!failing.test(Part.SHORT_URL_LATER)) {
            return real;
        }
        return switch (fault) {
            case EXCEPTION -> CompletableFuture.failedFuture(new IllegalStateException(QUOTED));
            case ERROR -> CompletableFuture.failedFuture(new AssertionError(QUOTED));
            case NULL -> CompletableFuture.completedFuture(null);
            case HANGS -> {
                hanging.add(Part.SHORT_URL_LATER);
                yield new CompletableFuture<>();
            }
        };
    }

    private QrCode draw(URI uri) {
        return ask(Part.QR_CODE, () -> QrCodes.svg().draw(uri));
    }

    private ChatTimes times(String first, String second) {
        return ask(Part.TIMEOUTS, () -> ChatTimes.DEFAULT);
    }

    private void told(ChatEvent event) {
        boolean unused = ask(Part.NOTIFY, () -> true);
    }
}
