package dev.duologue.internal;

import dev.duologue.spi.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 with a pepper. The length before the domain keeps (domain, secret) pairs from running together. */
public final class HmacHashing implements Hashing {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PEPPER_BYTES = 32;
    /** 62^6 is 57 thousand million: short to look at, and rarely taken. */
    private static final int ID_SYMBOLS = 6;

    private final SecretKeySpec key;

    /**
     * Makes the hashing.
     *
     * @param pepper the key, at least 32 bytes
     */
    public HmacHashing(byte[] pepper) {
        if (pepper.length < PEPPER_BYTES) {
            throw new IllegalArgumentException(
                    "a pepper has at least " + PEPPER_BYTES + " bytes, not " + pepper.length);
        }
        this.key = new SecretKeySpec(pepper, ALGORITHM);
    }

    /**
     * Makes the hashing with a fresh pepper.
     *
     * @return the hashing
     */
    public static HmacHashing withRandomPepper() {
        return new HmacHashing(Secrets.bytes(PEPPER_BYTES));
    }

    @Override
    public String newChatId() {
        return Secrets.base62(ID_SYMBOLS);
    }

    @Override
    public String digest(String domain, String secret) {
        byte[] domainBytes = domain.getBytes(StandardCharsets.UTF_8);
        Mac mac = newMac();
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(domainBytes.length).array());
        mac.update(domainBytes);
        byte[] digest = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
