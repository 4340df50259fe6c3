package io.iamwatch.deploy.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Issues certificates as an operator's own authority does. All authorities bear the same name, so that a client
 * shows what another one issued, and whether it is trusted is the signature's matter.
 */
public final class TestAuthority {

    private static final String TYPE = "PKCS12";
    private static final String OWN = "authority";
    private static final String VALID_DAYS = "2";

    private final Path folder;
    private final String password;

    private TestAuthority(Path folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    /**
     * Creates one.
     *
     * @param folder for its key and all that it issues
     * @param password of every store
     */
    public static TestAuthority create(Path folder, String password) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        TestAuthority authority = new TestAuthority(folder, password);
        authority.keytool(OWN, "-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign");
        return authority;
    }

    /** Returns a PKCS12 store with a new key, and its certificate for 127.0.0.1. */
    public Path issue(String name) throws GeneralSecurityException, IOException, InterruptedException {
        keytool(name, "-ext", "SAN=ip:127.0.0.1", "-signer", OWN);
        KeyStore store = empty();
        store.setEntry(name, load(keys()).getEntry(name, protection()), protection());
        return write(store, name + ".p12");
    }

    /** Returns the same as {@link #issue} as a PEM file. */
    public Path issuePem(String name) throws GeneralSecurityException, IOException, InterruptedException {
        KeyStore.PrivateKeyEntry entry = (KeyStore.PrivateKeyEntry) load(issue(name)).getEntry(name, protection());
        StringBuilder text = new StringBuilder(pem("PRIVATE KEY", entry.getPrivateKey().getEncoded()));
        for (Certificate certificate : entry.getCertificateChain()) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(folder.resolve(name + ".pem"), text);
    }

    /** Returns a PKCS12 store with the certificate by which all that this issues is trusted. */
    public Path trust() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry(OWN, certificate());
        return write(store, "trust.p12");
    }

    /** Returns the same as {@link #trust} as a PEM file. */
    public Path trustPem() throws GeneralSecurityException, IOException {
        return Files.writeString(folder.resolve("trust.pem"), pem("CERTIFICATE", certificate().getEncoded()));
    }

    /** Reads a store that this made. */
    public KeyStore load(Path store) throws GeneralSecurityException, IOException {
        KeyStore loaded = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, password.toCharArray());
        }
        return loaded;
    }

    private Certificate certificate() throws GeneralSecurityException, IOException {
        return load(keys()).getCertificate(OWN);
    }

    private KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private Path write(KeyStore store, String name) throws GeneralSecurityException, IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded)
                + "\n-----END " + what + "-----\n";
    }

    private KeyStore.PasswordProtection protection() {
        return new KeyStore.PasswordProtection(password.toCharArray());
    }

    /** Its own key, and every one that it made for others. */
    private Path keys() {
        return folder.resolve("authority.p12");
    }

    private void keytool(String alias, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-dname", "CN=" + alias, "-keyalg", "EC", "-validity", VALID_DAYS, "-storetype", TYPE, "-storepass",
                password, "-keystore", keys().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }
}
