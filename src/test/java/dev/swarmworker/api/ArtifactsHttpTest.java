package dev.swarmworker.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.LocalResource;
import dev.swarmworker.SmallWorker;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.RawHttp.Answer;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Artifacts fetched by somebody who has no share in the folder. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
@TestProfile(SmallWorker.class)
class ArtifactsHttpTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Path folder;

  @BeforeEach
  void folder() {
    folder = Path.of(ConfigProvider.getConfig().getValue("swarm.files.dir", String.class));
  }

  @Test
  void outputOfATask_isFetchedByTheNameInItsResult() {
    JsonNode artifact = output("fetch-1", 300_000).path("artifact");
    String path = "/artifacts/" + artifact.path("path").asText();

    Response response = RestAssured.get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).hasSize(300_000).startsWith("lorem ipsum");
    assertThat(response.contentType()).isEqualToIgnoringCase("text/plain;charset=UTF-8");
    assertThat(response.header("Content-Length")).isEqualTo("300000");
    assertThat(response.header("Transfer-Encoding")).isNull();
    String tag = "\"" + artifact.path("sha256").asText().substring(0, 32) + "\"";
    assertThat(response.header("ETag")).isEqualTo(tag);

    Answer known = RawHttp.send(RestAssured.port, "GET " + path, "If-None-Match: " + tag);
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    Answer head = RawHttp.send(RestAssured.port, "HEAD " + path);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.head()).contains("content-length: 300000", "etag: " + tag);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void fileOfSomebodyElse_isFetchedAsBytes() throws IOException {
    Files.writeString(folder.resolve("page.html"), "<script>alert(1)</script>");

    Response response = RestAssured.get("/artifacts/page.html");

    assertThat(response.asString()).isEqualTo("<script>alert(1)</script>");
    assertThat(response.contentType()).isEqualTo("application/octet-stream");
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.header("ETag")).isNull();
  }

  @Test
  void changes_areRefusedWhereNobodyIsToldApart() throws IOException {
    Files.writeString(folder.resolve("theirs"), "x");

    for (String line :
        new String[] {
          "DELETE /artifacts/theirs",
          "POST /artifacts/theirs?copyTo=mine",
          "PUT /events/capacity?events=10"
        }) {
      Answer answer = RawHttp.send(RestAssured.port, line);

      assertThat(answer.status()).as(line).isEqualTo(403);
      assertThat(answer.isProblem()).isTrue();
    }
    assertThat(folder.resolve("theirs")).exists();
    assertThat(folder.resolve("mine")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "no-such, 404",
    "outputs, 404",
    "link, 404",
    "linked/secret, 404",
    "..%2Fsecret, 400",
    "a/..%2F..%2Fsecret, 400",
    "%2Fetc/passwd, 400",
    "a//b, 404",
    ".hidden, 400",
    "a%00b, 400",
    "%C3%BC, 400",
    "con, 400",
  })
  void whatIsNoArtifact_isAProblem(String path, int status) throws IOException {
    Files.createDirectories(folder.resolve("outputs"));
    Path secret = folder.resolveSibling("secret");
    Files.createDirectories(secret);
    Files.writeString(secret.resolve("secret"), "key");
    Files.deleteIfExists(folder.resolve("link"));
    Files.deleteIfExists(folder.resolve("linked"));
    Files.createSymbolicLink(folder.resolve("link"), secret.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("linked"), secret);

    Answer answer = RawHttp.send(RestAssured.port, "GET /artifacts/" + path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
    assertThat(answer.body()).doesNotContain("key");
    assertThat(RawHttp.send(RestAssured.port, "HEAD /artifacts/" + path).status())
        .isEqualTo(status);
  }

  @Test
  void clientsThatTakeNothing_holdTheirPlacesForAWhile_andNoTaskWaits() throws IOException {
    Files.write(folder.resolve("large"), new byte[50_000_000]);
    try (Socket one = asking("large");
        Socket two = asking("large")) {
      await().atMost(SOON).until(() -> status("large") == 503);
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      assertThat(output("fetch-2", 5000).path("status").asText()).isEqualTo("completed");

      await("well before they go by themselves").atMost(SOON).until(() -> status("large") == 200);
    }
  }

  private static int status(String name) {
    return RestAssured.get("/artifacts/" + name).statusCode();
  }

  /** Asks, and reads nothing of the answer. */
  private static Socket asking(String name) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    socket
        .getOutputStream()
        .write("GET /artifacts/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(name).getBytes(UTF_8));
    return socket;
  }

  private static JsonNode output(String id, int size) {
    try (Topics topics = new Topics(LocalResource.kafka().bootstrapServers())) {
      topics.send(
          "{'id':'%s','type':'coding','objective':'[fake id=%s size=%d]'}".formatted(id, id, size));
      await().atMost(SOON).until(() -> topics.resultOf(id) != null);
      return topics.resultOf(id);
    }
  }
}
