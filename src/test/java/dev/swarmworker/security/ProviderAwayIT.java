package dev.swarmworker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.support.Issuer;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.RawHttp.Answer;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker whose provider of identities comes later than itself. */
class ProviderAwayIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOKEN = "an-operators-token-".repeat(2);

  /** What an operator is told, without anybody's having to answer. */
  private static final String WRITING = "DELETE /nothing";

  @TempDir private Path folder;

  @Test
  void providerAwayAtTheStart_nobodyIsLetInUnknown_andItIsAskedOnceItIsThere() throws IOException {
    int port = WorkerProcess.freePort();
    Path file = Files.writeString(folder.resolve("tokens"), TOKEN);
    try (WorkerProcess worker =
        Lonely.start(
            Map.of(
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                "http://127.0.0.1:" + port,
                "SWARM_API_TOKEN_FILE",
                file.toString()))) {
      assertThat(call(worker, TOKEN).status()).isEqualTo(404);
      assertThat(RawHttp.send(worker.port(), WRITING).status()).isEqualTo(401);
      assertThat(RawHttp.send(worker.port(), "GET /agents").status()).isEqualTo(200);
      Answer unknown = call(worker, "x".repeat(48));
      assertThat(unknown.status()).isEqualTo(503);
      assertThat(unknown.isProblem()).as("%s", unknown).isTrue();

      try (Issuer issuer = Issuer.start("not-used", port)) {
        await().atMost(SOON).until(() -> call(worker, issuer.token("operator")).status() == 404);
        assertThat(call(worker, issuer.token("viewer")).status()).isEqualTo(403);
        assertThat(call(worker, issuer.forged("operator")).status()).isEqualTo(401);
      }
      assertThat(worker.log()).doesNotContain(TOKEN, "eyJ");
    }
  }

  private static Answer call(WorkerProcess worker, String token) {
    return RawHttp.send(worker.port(), WRITING, "Authorization: Bearer " + token);
  }
}
