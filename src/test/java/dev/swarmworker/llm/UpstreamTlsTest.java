package dev.swarmworker.llm;

import static dev.swarmworker.llm.LlmFixture.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.Rejected;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.smallrye.certs.PemCertificateFiles;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a key is sent to: a server that the JVM trusts, under its own name. */
@QuarkusTest
class UpstreamTlsTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String PASSWORD = "a-password";

  @TempDir private Path folder;

  private final AtomicInteger calls = new AtomicInteger();
  private int status = 200;
  private Vertx vertx;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpServer server(String name) throws Exception {
    CertificateRequest request =
        new CertificateRequest()
            .withName("upstream")
            .withPassword(PASSWORD)
            .withCN(name)
            .withSubjectAlternativeName("DNS:" + name)
            .withFormat(Format.PEM)
            .withFormat(Format.PKCS12);
    new CertificateGenerator(folder, true).generate(request);
    PemCertificateFiles pem = new PemCertificateFiles(folder, "upstream", false, null);
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(pem.certFile().toString())
                        .setKeyPath(pem.keyFile().toString())))
        .requestHandler(
            received -> {
              calls.incrementAndGet();
              received
                  .response()
                  .setStatusCode(status)
                  .putHeader("location", "/elsewhere")
                  .putHeader("content-type", "application/json")
                  .end(Replies.MESSAGE);
            })
        .listen(0, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  private void trust() {
    System.setProperty(TRUST_STORE, folder.resolve("upstream-truststore.p12").toString());
    System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
  }

  private CallOutcome call(HttpServer server) throws InterruptedException {
    String baseUrl = "https://localhost:" + server.actualPort();
    try (LlmFixture fixture = new LlmFixture()) {
      return fixture.llm.call(
          new Agent.Provider(Agent.Protocol.ANTHROPIC, baseUrl, LlmFixture.KEY),
          plain("x"),
          LlmFixture.LONG);
    }
  }

  @Test
  void trustedServer_isCalled() throws Exception {
    HttpServer server = server("localhost");
    trust();

    assertThat(call(server)).isInstanceOf(Done.class);
  }

  @Test
  void serverThatNobodyTrusts_getsNoKey() throws Exception {
    HttpServer server = server("localhost");

    assertThat(call(server)).isInstanceOf(NotMade.class);
    assertThat(calls).hasValue(0);
  }

  @Test
  void trustedServerOfAnotherName_getsNoKey() throws Exception {
    HttpServer server = server("other.example");
    trust();

    assertThat(call(server)).isInstanceOf(NotMade.class);
    assertThat(calls).hasValue(0);
  }

  /** It would take the key along. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNotFollowed(int redirect) throws Exception {
    status = redirect;
    HttpServer server = server("localhost");
    trust();

    assertThat(call(server)).isInstanceOf(Rejected.class);
    assertThat(calls).hasValue(1);
  }
}
