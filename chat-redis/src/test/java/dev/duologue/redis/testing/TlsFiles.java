package dev.duologue.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of its own for servers on this machine, made with the JDK's {@code keytool}, in the files that Redis wants
 * and in a trust store for clients.
 */
public final class TlsFiles implements AutoCloseable {

    /** Of a key store that is thrown away after the test. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "redis";

    private final Path folder = Folders.temporary();

    private TlsFiles() {}

    /** Makes the files. */
    public static TlsFiles make() {
        TlsFiles files = new TlsFiles();
        try {
            files.makeKeyStore();
            files.writePem();
            return files;
        } catch (IOException | GeneralSecurityException e) {
            files.close();
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    /** The settings of a server that speaks TLS on a port. */
    public String[] settings(int tlsPort) {
        return new String[] {
            "tls-port " + tlsPort,
            "tls-cert-file " + certificate().toString(),
            "tls-key-file " + folder.resolve("key.pem").toString(),
            "tls-ca-cert-file " + certificate().toString(),
            "tls-auth-clients no"
        };
    }

    /** A PKCS #12 file that trusts the certificate. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** Sockets that trust the certificate. */
    public javax.net.SocketFactory sockets() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trustStore()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }

    private Path certificate() {
        return folder.resolve("cert.pem");
    }

    private void makeKeyStore() throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        folder.resolve("key.p12").toString(),
                        // Dates in words of some languages cannot be read back by keytool itself.
                        "-J-Duser.language=en")
                .redirectErrorStream(true)
                .start();
        String told = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(folder.resolve("key.p12"))) {
            throw new IOException("keytool made nothing: " + told);
        }
    }

    private void writePem() throws IOException, GeneralSecurityException {
        KeyStore keys = load(folder.resolve("key.p12"));
        Files.writeString(
                certificate(), pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        Files.writeString(
                folder.resolve("key.pem"),
                pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        try (var out = Files.newOutputStream(trustStore())) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String what, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }
}
