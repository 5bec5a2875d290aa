package dev.swarmworker.security;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.smallrye.certs.PemCertificateFiles;
import io.smallrye.certs.Pkcs12CertificateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys and certificates of a server on loopback and of its client, who know each other and nobody
 * else.
 */
record Certificates(PemCertificateFiles pem, Pkcs12CertificateFiles stores, String password) {

  private static final String ELSEWHERE = "other.example";

  /**
   * Makes them.
   *
   * @param name of their files; each name is another pair
   */
  static Certificates make(Path folder, String name) {
    return make(folder, name, request -> request);
  }

  private static Certificates make(
      Path folder, String name, UnaryOperator<CertificateRequest> more) {
    String password = name + "-password";
    CertificateRequest request =
        new CertificateRequest()
            .withName(name)
            .withPassword(password)
            .withFormat(Format.PKCS12)
            .withFormat(Format.PEM)
            .withClientCertificate();
    try {
      new CertificateGenerator(folder, true).generate(more.apply(request));
    } catch (Exception e) {
      throw new IllegalStateException("no certificates", e);
    }
    return new Certificates(
        new PemCertificateFiles(folder, name, true, null),
        new Pkcs12CertificateFiles(folder, name, true, password),
        password);
  }

  /** As {@link #make}, of a server elsewhere: whoever trusts it must still not take it for ours. */
  static Certificates misnamed(Path folder, String name) {
    return make(
        folder,
        name,
        request -> request.withCN(ELSEWHERE).withSubjectAlternativeName("DNS:" + ELSEWHERE));
  }

  /** A client's, which trusts the server and shows its own certificate. */
  SSLContext client() {
    return context(this);
  }

  /** A client's, which trusts the server and shows a certificate of other keys. */
  SSLContext clientWithKeysOf(Certificates other) {
    return context(other);
  }

  /** A client's, which trusts the server and has nothing to show. */
  SSLContext stranger() {
    return context(null);
  }

  private SSLContext context(Certificates shown) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(load(stores.trustStoreFile(), password));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      if (shown != null) {
        keys.init(
            load(shown.stores.clientKeyStoreFile(), shown.password), shown.password.toCharArray());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore load(Path file, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }
}
