package dev.duologue.spring;

import dev.duologue.TextLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.ChatTimes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code duologue.*}. Immutable and thread-safe.
 *
 * @param enabled Whether to configure Duologue at all.
 * @param baseUrl Address of the page that enters a chat, as people reach it; short URLs are this and '#TOKEN'. Needed.
 * @param pepper Key of all digests, at least 32 bytes in Base64. By default random where chats are kept in memory, and in a
 *     file where they are kept in Redis.
 * @param memory Memory that chats may take where they are kept there. A quarter of the heap by default.
 * @param strictLinks Whether links are so long that nobody could guess one even without limits.
 * @param timeouts The clocks of chats.
 * @param limits What a chat and its participants may do.
 * @param addressLimits What the clients of one address may do.
 * @param redis Chats in Redis.
 * @param websocket The endpoint.
 * @param components The browser side.
 */
@ConfigurationProperties("duologue")
public record DuologueProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable URI baseUrl,
        @Nullable String pepper,
        @Nullable DataSize memory,
        @DefaultValue("false") boolean strictLinks,
        @DefaultValue Timeouts timeouts,
        @DefaultValue Limits limits,
        @DefaultValue AddressLimits addressLimits,
        @DefaultValue Redis redis,
        @DefaultValue WebSocket websocket,
        @DefaultValue Components components) {

    /** Tells none of the values: some are secrets. */
    @Override
    public String toString() {
        return "DuologueProperties";
    }

    /**
     * The clocks of chats.
     *
     * @param entry How long a chat waits until both came in.
     * @param idle How long a chat lasts when nobody writes.
     * @param lifetime How long a chat lasts at the most.
     * @param warning How long before such an end both are warned.
     * @param tombstone How long it is known that a chat has ended.
     */
    public record Timeouts(
            @DefaultValue("30m") Duration entry,
            @DefaultValue("15m") Duration idle,
            @DefaultValue("4h") Duration lifetime,
            @DefaultValue("2m") Duration warning,
            @DefaultValue("10m") Duration tombstone) {

        /** A year: a chat is a short-lived thing, and dates stay of four digits. */
        private static final Duration LONGEST = Duration.ofDays(365);

        /**
         * Checks the clocks.
         *
         * @throws IllegalArgumentException if one is out of range, see {@link ChatTimes}, or above a year
         */
        public Timeouts {
            for (Duration time : List.of(entry, idle, lifetime, warning, tombstone)) {
                if (time.compareTo(LONGEST) > 0) {
                    throw new IllegalArgumentException("no clock of a chat is above 365 days: " + time);
                }
            }
            ChatTimes unused = new ChatTimes(entry, idle, lifetime, warning, tombstone);
        }

        ChatTimes times() {
            return new ChatTimes(entry, idle, lifetime, warning, tombstone);
        }
    }

    /**
     * What a chat and its participants may do.
     *
     * @param liveChats Chats that may live on this node.
     * @param textChars Code points that a message may have.
     * @param textBytes Bytes of UTF-8 that a message may have, 32KB at most.
     * @param recordMessages Messages that a chat may hold.
     * @param recordBytes Bytes of UTF-8 that the texts of a chat may have.
     * @param sendRate Messages per second that each side may send.
     * @param sendBurst Messages that each side may send at once.
     */
    public record Limits(
            @DefaultValue("100000") int liveChats,
            @DefaultValue("4000") int textChars,
            @DefaultValue("16KB") DataSize textBytes,
            @DefaultValue("10000") int recordMessages,
            @DefaultValue("4MB") DataSize recordBytes,
            @DefaultValue("5") double sendRate,
            @DefaultValue("20") int sendBurst) {

        /** What fits into a frame of 64 KiB, with room for what a client escapes. */
        private static final DataSize MOST_TEXT = DataSize.ofKilobytes(32);

        /**
         * Checks the length of a text; all else is checked where it is used.
         *
         * @throws IllegalArgumentException if a text might not fit into a frame, or would be none
         */
        public Limits {
            if (textBytes.compareTo(MOST_TEXT) > 0) {
                throw new IllegalArgumentException("a text has " + MOST_TEXT + " at most: " + textBytes);
            }
            TextLimits unused = new TextLimits(textChars, Math.toIntExact(textBytes.toBytes()));
        }

        TextLimits text() {
            return new TextLimits(textChars, Math.toIntExact(textBytes.toBytes()));
        }
    }

    /**
     * What the clients of one address may do. Each is a list of rates as {@code 10/1m}; an empty list is no limit.
     *
     * @param enabled Whether what the clients of one address do is limited.
     * @param starts Chats that an address may start.
     * @param codeTries Codes that an address may try.
     * @param unknownLinks Links that lead nowhere which an address may open.
     */
    public record AddressLimits(
            @DefaultValue("true") boolean enabled,
            @DefaultValue({"5/1m", "30/1h"}) List<AddressRates.Rate> starts,
            @DefaultValue({"10/1m", "30/1h"}) List<AddressRates.Rate> codeTries,
            @DefaultValue("20/1m") List<AddressRates.Rate> unknownLinks) {

        AddressRates rates() {
            return new AddressRates(starts, codeTries, unknownLinks);
        }
    }

    /**
     * Chats in Redis.
     *
     * @param enabled Whether chats are kept in Redis where there is a URL or a RedissonClient.
     * @param url Where Redis is, as 'redis://user:password@host:6379'. A RedissonClient of the application by default.
     * @param prefix What all keys begin with; nodes with the same share their chats.
     * @param pepperFile File with the pepper where 'duologue.pepper' is not set; made where there is none. By default in the
     *     user's folder for state.
     * @param allowEviction Whether to take a Redis that evicts keys when memory runs short.
     * @param replicas Replicas that must have each change; 0 waits for none.
     * @param replicasWithin How long to wait for them.
     */
    public record Redis(
            @DefaultValue("true") boolean enabled,
            @Nullable String url,
            @DefaultValue("duologue:") String prefix,
            @Nullable Path pepperFile,
            @DefaultValue("false") boolean allowEviction,
            @DefaultValue("0") int replicas,
            @DefaultValue("300ms") Duration replicasWithin) {

        /** Tells none of the values: a URL may hold a password. */
        @Override
        public String toString() {
            return "Redis";
        }
    }

    /**
     * The endpoint.
     *
     * @param enabled Whether to serve the endpoint.
     * @param path Where clients connect.
     * @param allowedOrigins Origins whose pages may connect. By default that of the base URL and, where its host is a
     *     loopback name, the other loopback names.
     * @param requireOrigin Whether to refuse clients that send no origin, as programs do.
     * @param connections Connections that may be open.
     * @param connectionsOfAddress Connections that may be open from one client address.
     * @param frameRate Frames per second that a connection may send. By default four times the send rate, and 20.
     * @param frameBurst Frames that a connection may send at once. By default five times the send burst, 100 at least.
     * @param firstFrame How long a connection may take to say something.
     * @param entered How long a connection may take until the seat is taken.
     * @param pingEvery How often a client is pinged.
     * @param deadAfter How long a client may be silent.
     * @param writeTimeout How long nothing may be written while something waits.
     * @param drain How long the end of the application waits for clients to go.
     */
    public record WebSocket(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("/chat") String path,
            @DefaultValue List<String> allowedOrigins,
            @DefaultValue("false") boolean requireOrigin,
            @DefaultValue("20000") int connections,
            @DefaultValue("50") int connectionsOfAddress,
            @Nullable Double frameRate,
            @Nullable Integer frameBurst,
            @DefaultValue("5s") Duration firstFrame,
            @DefaultValue("10m") Duration entered,
            @DefaultValue("25s") Duration pingEvery,
            @DefaultValue("60s") Duration deadAfter,
            @DefaultValue("30s") Duration writeTimeout,
            @DefaultValue("2s") Duration drain) {}

    /**
     * The browser side.
     *
     * @param enabled Whether to serve the elements and modules under '/duologue/'.
     */
    public record Components(@DefaultValue("true") boolean enabled) {}
}
