package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.Hashing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link Hashing}. Extend it and give it what it asks for. */
public abstract class HashingTck {

    private static final List<String> DOMAINS = List.of("code:23AHi7:FIRST", "code:23AHi7:SECOND", "host:23AHi7", "");
    /** What the service has digested, and what trips implementations: other scripts, nothing, long common beginnings. */
    private static final List<String> SECRETS = List.of(
            "K7QM3F",
            "k7qm3f",
            "K7QM3G",
            "",
            " ",
            "४८२१९१३५",
            "48219135",
            "ä",
            "a\u0308",
            "a".repeat(200) + "b",
            "a".repeat(200) + "c",
            "\uD83D\uDD11\n");

    /** Makes the kit. */
    protected HashingTck() {}

    /**
     * Makes the hashing to test, each time as another node of the same store would: with the same key.
     *
     * @return a hashing
     */
    protected abstract Hashing newHashing();

    /**
     * Makes a hashing that differs in its key alone.
     *
     * @return a hashing for another store
     */
    protected abstract Hashing withAnotherKey();

    /** A chat id is 1 to 32 letters and digits of ASCII. */
    @Test
    public void an_id_is_1_to_32_letters_and_digits() {
        Hashing hashing = newHashing();
        for (int i = 0; i < 1_000; i++) {
            assertThat(hashing.newChatId()).matches("[A-Za-z0-9]{1,32}");
        }
    }

    /** Ids are random: two nodes seldom give the same one, nor does one twice. The service asks again where they do. */
    @Test
    public void ids_are_random() {
        Hashing one = newHashing();
        Hashing other = newHashing();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            ids.add(one.newChatId());
            ids.add(other.newChatId());
        }
        assertThat(ids).as("ids of 1,000 that differ").hasSizeGreaterThan(950);
    }

    /** A digest is printable ASCII, whatever the secret is made of. */
    @Test
    public void a_digest_is_printable_ascii() {
        Hashing hashing = newHashing();
        for (String domain : DOMAINS) {
            for (String secret : SECRETS) {
                assertThat(hashing.digest(domain, secret)).matches("[\\x20-\\x7E]+");
            }
        }
    }

    /** The same arguments give the same digest, now and on every node. */
    @Test
    public void the_same_arguments_give_the_same_digest() {
        Hashing hashing = newHashing();
        for (String domain : DOMAINS) {
            for (String secret : SECRETS) {
                String digest = hashing.digest(domain, secret);
                assertThat(hashing.digest(domain, secret)).isEqualTo(digest);
                assertThat(newHashing().digest(domain, secret)).isEqualTo(digest);
                assertThat(newHashing().matches(domain, secret, digest)).isTrue();
            }
        }
    }

    /** Other secrets have other digests: all of a secret counts, and nothing is folded. */
    @Test
    public void other_secrets_have_other_digests() {
        Hashing hashing = newHashing();
        Set<String> digests = new HashSet<>();
        SECRETS.forEach(secret -> digests.add(hashing.digest("code:23AHi7:FIRST", secret)));
        assertThat(digests).hasSameSizeAs(SECRETS);
    }

    /** Equal secrets of other domains have other digests. */
    @Test
    public void other_domains_have_other_digests() {
        Hashing hashing = newHashing();
        Set<String> digests = new HashSet<>();
        DOMAINS.forEach(domain -> digests.add(hashing.digest(domain, "K7QM3F")));
        assertThat(digests).hasSameSizeAs(DOMAINS);
    }

    /** Where a domain ends and a secret begins counts too. */
    @Test
    public void domains_and_secrets_do_not_run_together() {
        Hashing hashing = newHashing();
        String all = "code:23AHi7:FIRST";
        Set<String> digests = new HashSet<>();
        for (int cut = 0; cut <= all.length(); cut++) {
            digests.add(hashing.digest(all.substring(0, cut), all.substring(cut)));
        }
        assertThat(digests).hasSize(all.length() + 1);
    }

    /** Another key gives other digests: who has the store alone can check no guess. */
    @Test
    public void another_key_gives_other_digests() {
        Hashing hashing = newHashing();
        Hashing other = withAnotherKey();
        for (String secret : SECRETS) {
            String digest = hashing.digest("host:23AHi7", secret);
            assertThat(other.digest("host:23AHi7", secret)).isNotEqualTo(digest);
            assertThat(other.matches("host:23AHi7", secret, digest)).isFalse();
        }
    }

    /** A secret has its own digest and no other's, nor does anything else match that is no digest. */
    @Test
    public void only_the_right_secret_matches() {
        Hashing hashing = newHashing();
        for (String secret : SECRETS) {
            for (String other : SECRETS) {
                assertThat(hashing.matches("host:23AHi7", other, hashing.digest("host:23AHi7", secret)))
                        .isEqualTo(other.equals(secret));
            }
            assertThat(hashing.matches("host:23AHi7", secret, secret)).isFalse();
            assertThat(hashing.matches("host:23AHi7", secret, "")).isFalse();
            assertThat(hashing.matches("host:23AH", secret, hashing.digest("host:23AHi7", secret)))
                    .isFalse();
        }
    }

    /** Calls at once do not get in each other's way. */
    @Test
    public void calls_at_once_give_the_same_digests() {
        Hashing hashing = newHashing();
        List<String> expected = SECRETS.stream()
                .map(secret -> newHashing().digest("host:23AHi7", secret))
                .toList();
        List<String> digests = AtOnce.all(2_000, i -> hashing.digest("host:23AHi7", SECRETS.get(i % SECRETS.size())));
        for (int i = 0; i < digests.size(); i++) {
            assertThat(digests.get(i)).isEqualTo(expected.get(i % SECRETS.size()));
        }
    }
}
