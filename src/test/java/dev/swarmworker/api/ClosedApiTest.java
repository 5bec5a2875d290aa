package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.LocalResource;
import dev.swarmworker.history.EventHistory;
import dev.swarmworker.support.Issuer;
import dev.swarmworker.support.Logged;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.RawHttp.Answer;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and how the others are told. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
@QuarkusTestResource(value = ClosedApi.class, restrictToAnnotatedClass = true)
class ClosedApiTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** An answer that the API gives to an operator only. */
  private static final String WRITING = "DELETE /cache/none";

  @Inject EventHistory history;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /tasks/x",
        "HEAD /tasks/x",
        "DELETE /tasks/x",
        "GET /events",
        "GET /agents",
        "GET /stats",
        "GET /stats/history",
        "GET /stats/report",
        "GET /cache",
        "GET /cache/x",
        "DELETE /cache",
        "DELETE /cache/x",
        "GET /artifacts/outputs/x",
        "POST /tasks",
        "PUT /events",
        "PATCH /stats",
        "BREW /agents",
        "OPTIONS /stats",
        "GET /nothing",
        "GET /",
        "GET //stats",
        "DELETE /tasks/../tasks/x",
      })
  void callWithoutAToken_isRefused(String line) {
    Answer answer = RawHttp.send(RestAssured.port, line);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.isProblem() || line.startsWith("HEAD")).as("%s", answer).isTrue();
    assertThat(answer.head()).contains("www-authenticate: bearer realm=\"swarm-worker\"");
  }

  @Test
  void streamWithoutAToken_isRefused() {
    Answer answer = RawHttp.send(RestAssured.port, "GET /events", "Accept: text/event-stream");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.isProblem()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("useless")
  void tokenThatIsNobodys_isRefused(String what, String authorization) {
    for (String line : new String[] {"GET /stats", WRITING}) {
      Answer answer = RawHttp.send(RestAssured.port, line, "Authorization: " + authorization);

      assertThat(answer.status()).as(what).isEqualTo(401);
      assertThat(answer.isProblem()).as("%s", answer).isTrue();
      assertThat(answer.head())
          .contains("www-authenticate: bearer realm=\"swarm-worker\", error=\"invalid_token\"");
      assertThat(answer.body()).doesNotContain("eyJ", "token-");
    }
  }

  static Stream<String[]> useless() {
    Issuer issuer = ClosedApi.issuer();
    return Stream.of(
        useless("unknown", "Bearer " + "x".repeat(48)),
        useless("too short", "Bearer " + ClosedApi.OPERATOR.substring(1)),
        useless("too long", "Bearer " + ClosedApi.OPERATOR + "x"),
        useless("no scheme", ClosedApi.OPERATOR),
        useless("another scheme", "Basic " + ClosedApi.OPERATOR),
        useless("two", "Bearer " + ClosedApi.OPERATOR + " " + ClosedApi.OPERATOR),
        useless("with its role", "Bearer operator " + ClosedApi.OPERATOR),
        useless("empty", "Bearer"),
        useless("forged", "Bearer " + issuer.forged("operator")),
        useless("unsigned", "Bearer " + issuer.unsigned("operator")),
        useless("cut", "Bearer " + issuer.token("operator").replaceAll("[^.]*$", "")),
        useless(
            "expired",
            "Bearer "
                + issuer.token(
                    claims -> {
                      claims.setStringListClaim("groups", "operator");
                      claims.setExpirationTime(
                          NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
                    })),
        useless(
            "for another service",
            "Bearer "
                + issuer.token(
                    claims -> {
                      claims.setStringListClaim("groups", "operator");
                      claims.setAudience("another");
                    })),
        useless(
            "of another issuer",
            "Bearer "
                + issuer.token(
                    claims -> {
                      claims.setStringListClaim("groups", "operator");
                      claims.setIssuer("https://another");
                    })));
  }

  private static String[] useless(String what, String authorization) {
    return new String[] {what, authorization};
  }

  @Test
  void twoAuthorizations_areRefused() {
    Answer answer =
        RawHttp.send(
            RestAssured.port,
            WRITING,
            "Authorization: Bearer x",
            "Authorization: Bearer " + ClosedApi.OPERATOR);

    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @MethodSource("viewers")
  void viewer_readsAndMayNotWrite(String token) {
    assertThat(status("GET /stats", token)).isEqualTo(200);
    assertThat(status("GET /tasks/none", token)).isEqualTo(404);
    for (String line : new String[] {WRITING, "DELETE /cache", "DELETE /tasks/x", "POST /x"}) {
      assertForbidden(line, token, "operator");
    }
  }

  static Stream<String> viewers() {
    return Stream.of(ClosedApi.VIEWER, ClosedApi.issuer().token("viewer"));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void operator_readsAndWrites(String token) {
    assertThat(status("GET /stats", token)).isEqualTo(200);
    assertThat(status("GET /events?limit=1", token)).isEqualTo(200);
    assertThat(status(WRITING, token)).isEqualTo(404);
    assertThat(status("DELETE /tasks/not-there", token)).isEqualTo(202);
    assertThat(status("POST /tasks/x", token)).isEqualTo(405);
  }

  static Stream<String> operators() {
    return Stream.of(
        ClosedApi.OPERATOR,
        ClosedApi.issuer().token("operator"),
        ClosedApi.issuer().token("viewer", "operator"));
  }

  @Test
  void operator_keepsAnOutput_andIsRidOfIt() throws IOException {
    Path folder = Path.of(ConfigProvider.getConfig().getValue("swarm.files.dir", String.class));
    String output = "outputs/aa/task-kept-%s.txt".formatted("a".repeat(32));
    Files.createDirectories(folder.resolve(output).getParent());
    Files.writeString(folder.resolve(output), "text");

    assertThat(status("POST /artifacts/" + output + "?copyTo=kept/one", ClosedApi.OPERATOR))
        .isEqualTo(201);
    assertThat(status("POST /artifacts/kept/one?moveTo=kept/two", ClosedApi.OPERATOR))
        .isEqualTo(200);
    assertThat(folder.resolve("kept/two")).hasContent("text");
    assertThat(folder.resolve("kept/one")).doesNotExist();
    assertThat(folder.resolve(output)).hasContent("text");
    assertThat(status("DELETE /artifacts/kept/two", ClosedApi.OPERATOR)).isEqualTo(204);
    assertThat(status("DELETE /artifacts/kept/two", ClosedApi.OPERATOR)).isEqualTo(404);
    assertThat(status("DELETE /artifacts/" + output, ClosedApi.OPERATOR)).isEqualTo(204);
    assertThat(folder.resolve(output)).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "POST /artifacts/outputs/x?moveTo=kept, 409",
    "POST /artifacts/x?copyTo=outputs/x, 409",
    "POST /artifacts/x?moveTo=outputs, 409",
    "POST /artifacts/x, 400",
    "POST /artifacts/x?copyTo=a&moveTo=b, 400",
    "POST /artifacts/x?copyTo=../y, 400",
    "POST /artifacts/.x?copyTo=y, 400",
    "POST /artifacts/not-there?copyTo=y, 404",
    "POST /artifacts/not-there?moveTo=y, 404",
    "DELETE /artifacts/.x, 400",
    "PUT /events/capacity, 400",
    "PUT /events/capacity?events=0, 400",
    "PUT /events/capacity?events=1000001, 400",
    "PUT /events/capacity?events=many, 400",
  })
  void changeThatMakesNoSense_isAProblem(String line, int status) {
    Answer answer =
        RawHttp.send(RestAssured.port, line, "Authorization: Bearer " + ClosedApi.OPERATOR);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
  }

  @Test
  void operator_changesHowManyEventsAreKept() {
    Answer answer =
        RawHttp.send(
            RestAssured.port,
            "PUT /events/capacity?events=7",
            "Authorization: Bearer " + ClosedApi.OPERATOR);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"capacity\":7}");
    assertThat(history.stats().capacity()).isEqualTo(7);
    assertThat(status("PUT /events/capacity?events=8", ClosedApi.VIEWER)).isEqualTo(403);
    assertThat(history.stats().capacity()).isEqualTo(7);
  }

  @Test
  void somebodyKnownWithoutARole_isForbidden() {
    for (String token :
        new String[] {ClosedApi.issuer().token(), ClosedApi.issuer().token("admin", "Operator")}) {
      assertForbidden("GET /stats", token, "viewer");
      assertForbidden(WRITING, token, "operator");
    }
  }

  private static void assertForbidden(String line, String token, String role) {
    Answer answer = RawHttp.send(RestAssured.port, line, "Authorization: Bearer " + token);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
    assertThat(answer.body()).contains("needs the role " + role);
    assertThat(answer.head())
        .contains("www-authenticate: bearer realm=\"swarm-worker\", error=\"insufficient_scope\"");
  }

  @Test
  void rotatedTokens_areTakenWithoutARestart() {
    String fresh = "a-fresh-token---".repeat(3);
    assertThat(status(WRITING, fresh)).isEqualTo(401);

    ClosedApi.writeTokens(fresh);
    await().atMost(SOON).until(() -> status(WRITING, fresh) == 404);
    assertThat(status(WRITING, ClosedApi.OPERATOR)).isEqualTo(404);

    ClosedApi.writeTokens();
    await().atMost(SOON).until(() -> status(WRITING, fresh) == 401);
    assertThat(status(WRITING, ClosedApi.OPERATOR)).isEqualTo(404);
  }

  @Test
  void managementPort_isForTheClusterAndAsksForNoToken() {
    int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);

    assertThat(RawHttp.send(port, "GET /q/health/live").status()).isEqualTo(200);
    assertThat(RawHttp.send(port, "GET /q/metrics").status()).isEqualTo(200);
    assertThat(RawHttp.send(port, "GET /stats").status()).isEqualTo(404);
    assertThat(RawHttp.send(port, "DELETE /tasks/x").status()).isEqualTo(404);
  }

  private static int status(String line, String token) {
    return RawHttp.send(RestAssured.port, line, "Authorization: Bearer " + token).status();
  }

  @Test
  void writingCall_isALineInTheLog_withoutItsTokenAndItsPath() {
    try (Logged logged = new Logged(Writes.class)) {
      RawHttp.send(RestAssured.port, WRITING);
      RawHttp.send(RestAssured.port, "GET /stats", "Authorization: Bearer " + ClosedApi.OPERATOR);
      RawHttp.send(RestAssured.port, WRITING, "Authorization: Bearer " + ClosedApi.OPERATOR);

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(logged.lines())
                      .containsExactly("DELETE /cache/{key} by operator: 404"));
    }
  }

  @Test
  void refusedCall_isCounted() {
    double before = refused("401");

    RawHttp.send(RestAssured.port, WRITING);

    assertThat(refused("401")).isEqualTo(before + 1);
  }

  private static double refused(String status) {
    return Metrics.globalRegistry.counter("swarm.api.refused", "status", status).count();
  }
}
