package dev.swarmworker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The API behind TLS that asks for a client's certificate, on the package as it is shipped. */
class MutualTlsIT {

  private static final String TOKEN = "an-operators-token-".repeat(2);

  @TempDir private static Path folder;
  private static Certificates known;
  private static Certificates other;
  private static WorkerProcess worker;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    known = Certificates.make(folder, "known");
    other = Certificates.make(folder, "other");
    port = WorkerProcess.freePort();
    worker =
        Lonely.start(
            Map.of(
                "QUARKUS_TLS_API_KEY_STORE_PEM_OWN_CERT", known.pem().certFile().toString(),
                "QUARKUS_TLS_API_KEY_STORE_PEM_OWN_KEY", known.pem().keyFile().toString(),
                "QUARKUS_TLS_API_TRUST_STORE_PEM_CERTS", known.pem().serverTrustFile().toString(),
                "QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "api",
                "QUARKUS_HTTP_SSL_PORT", String.valueOf(port),
                "QUARKUS_HTTP_INSECURE_REQUESTS", "disabled",
                "SWARM_API_CLIENT_AUTH", "required",
                "SWARM_API_TOKEN_FILE",
                    Files.writeString(folder.resolve("tokens"), TOKEN).toString()));
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  @Test
  void knownCertificate_isServed() throws Exception {
    assertThat(call(known.client(), "GET", "/agents", "").statusCode()).isEqualTo(200);
  }

  @Test
  void knownCertificateWithoutAToken_mayNotWrite() throws Exception {
    HttpResponse<String> refused = call(known.client(), "DELETE", "/cache/x", "");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");

    assertThat(call(known.client(), "DELETE", "/nothing", TOKEN).statusCode()).isEqualTo(404);
  }

  @Test
  void noCertificate_isRefusedWhateverTheToken() {
    assertThatThrownBy(() -> call(known.stranger(), "GET", "/agents", TOKEN))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ConnectException.class);
  }

  @Test
  void foreignCertificate_isRefused() {
    assertThatThrownBy(() -> call(known.clientWithKeysOf(other), "GET", "/agents", TOKEN))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ConnectException.class);
  }

  @Test
  void plainHttp_isNotServed() {
    assertThatThrownBy(() -> worker.get("/agents")).hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void managementPort_staysPlainForTheProbes() {
    assertThat(worker.managementStatus("/q/health/live")).isEqualTo(200);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc says who listens")
  void worker_listensOnItsTwoPortsAndNoOther() {
    assertThat(ListeningSockets.ports(worker.pid()))
        .containsExactlyInAnyOrder(port, worker.managementPort());
  }

  private static HttpResponse<String> call(SSLContext tls, String method, String path, String token)
      throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(20));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
