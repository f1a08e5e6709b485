package dev.duologue.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HashingProperties {

    private final Hashing hashing = Hashing.hmacSha256(pepper(1));

    /** Text that has a UTF-8: what stands for a lone surrogate would be the same for all of them. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    @Property
    void the_same_secret_of_the_same_domain_has_the_same_digest(
            @ForAll("texts") String domain, @ForAll("texts") String secret) {
        String digest = hashing.digest(domain, secret);

        assertThat(digest)
                .matches("[A-Za-z0-9_-]{43}")
                .isEqualTo(Hashing.hmacSha256(pepper(1)).digest(domain, secret));
        assertThat(hashing.matches(domain, secret, digest)).isTrue();
        assertThat(hashing.matches(domain, secret + "x", digest)).isFalse();
        assertThat(hashing.matches(domain + "x", secret, digest)).isFalse();
        assertThat(Hashing.hmacSha256(pepper(2)).matches(domain, secret, digest))
                .isFalse();
    }

    @Property
    void domains_and_secrets_do_not_run_together(@ForAll("texts") String all, @ForAll("texts") String other) {
        Set<String> digests = new HashSet<>();
        for (int cut = 0; cut <= all.length(); cut++) {
            digests.add(hashing.digest(all.substring(0, cut), all.substring(cut)));
        }
        assertThat(digests).hasSize(all.length() + 1);
        assertThat(hashing.digest(all, other).equals(hashing.digest(other, all)))
                .isEqualTo(all.equals(other));
    }

    @Property
    void anything_has_a_digest(@ForAll String domain, @ForAll String secret) {
        assertThat(hashing.matches(domain, secret, hashing.digest(domain, secret)))
                .isTrue();
        assertThat(hashing.matches(domain, secret, secret)).isFalse();
    }

    @Example
    void a_pepper_has_at_least_32_bytes_and_is_copied() {
        assertThatThrownBy(() -> Hashing.hmacSha256(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        byte[] pepper = pepper(1);
        Hashing copied = Hashing.hmacSha256(pepper);
        pepper[0]++;
        assertThat(copied.digest("d", "s")).isEqualTo(hashing.digest("d", "s"));
    }

    @Example
    void random_peppers_differ() {
        assertThat(Hashing.withRandomPepper().digest("d", "s"))
                .isNotEqualTo(Hashing.withRandomPepper().digest("d", "s"));
    }

    @Example
    void chat_ids_are_six_random_symbols() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = hashing.newChatId();
            assertThat(id).matches("[0-9A-Za-z]{6}");
            ids.add(id);
        }
        assertThat(ids).hasSizeGreaterThan(995);
    }

    private static byte[] pepper(int seed) {
        byte[] pepper = new byte[32];
        Arrays.fill(pepper, (byte) seed);
        return pepper;
    }
}
