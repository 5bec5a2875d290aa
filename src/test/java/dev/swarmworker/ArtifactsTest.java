package dev.swarmworker;

import static dev.swarmworker.support.Topics.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that go into a task and come out of it, as its producer sees them. */
@QuarkusTest
@TestProfile(SmallWorker.class)
@QuarkusTestResource(LocalResource.class)
class ArtifactsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Topics topics;
  private Path folder;

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
    folder = Path.of(ConfigProvider.getConfig().getValue("swarm.files.dir", String.class));
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void outputOverTheLimit_isAFileThatTheResultNames() throws Exception {
    topics.send(task("art-1", "[fake size=5000]", "{}"));
    topics.send(task("art-2", "[fake size=1024]", "{}"));

    JsonNode result = resultOf("art-1");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("output").asText("none")).isEmpty();
    JsonNode artifact = result.path("artifact");
    byte[] bytes = Files.readAllBytes(folder.resolve(artifact.path("path").asText()));
    assertThat(artifact.path("size").asLong()).isEqualTo(5000).isEqualTo(bytes.length);
    assertThat(artifact.path("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(new String(bytes, UTF_8)).startsWith("lorem ipsum");
    assertThat(resultOf("art-2").path("artifact").isMissingNode()).isTrue();
    assertThat(resultOf("art-2").path("output").asText()).hasSize(1024);
  }

  @Test
  void namedArtifacts_reachTheModel() throws Exception {
    Files.createDirectories(folder.resolve("notes"));
    Files.writeString(folder.resolve("notes/plan.md"), "First the keel, then the mast.");
    Files.writeString(folder.resolve("notes/size.md"), "Twelve ells.");

    topics.send(task("art-3", "", "{'artifacts':['notes/plan.md','notes/size.md'],'depth':2}"));

    assertThat(resultOf("art-3").path("status").asText()).isEqualTo("completed");
    assertThat(LocalResource.anthropic().lastRequest("art-3").body())
        .contains("notes/plan.md", "First the keel, then the mast.", "Twelve ells.");
  }

  @Test
  void hostilePaths_failTheirTasksAloneWithoutACall() throws Exception {
    Path secret = Files.writeString(folder.resolveSibling("secret-" + folder.getFileName()), "key");
    Files.createSymbolicLink(folder.resolve("link"), secret);
    List<String> paths =
        List.of(
            "/etc/passwd",
            "../" + secret.getFileName(),
            "a/../../x",
            "link",
            "no-such",
            "",
            "a//b");

    for (int i = 0; i < paths.size(); i++) {
      topics.send(task("bad-" + i, "", "{'artifacts':['" + paths.get(i) + "']}"));
      topics.send(task("good-art-" + i, "", "{}"));
    }

    for (int i = 0; i < paths.size(); i++) {
      JsonNode error = resultOf("bad-" + i).path("error");
      assertThat(error.path("code").asText()).as(paths.get(i)).isEqualTo("INVALID_TASK");
      assertThat(error.path("message").asText()).startsWith("input.artifacts[0]: ");
      assertThat(LocalResource.anthropic().calls("bad-" + i)).isZero();
      String id = "bad-" + i;
      await().atMost(SOON).until(() -> deadLetterCode(id).equals("INVALID_TASK"));
      assertThat(resultOf("good-art-" + i).path("status").asText()).isEqualTo("completed");
    }
  }

  @Test
  void folderThatTakesNoFile_leavesWhatFitsInTheResult_andFailsTheRestAlone() throws Exception {
    Path outputs = folder.resolve("outputs");
    Path aside = folder.resolve("outputs-aside");
    boolean moved = Files.exists(outputs);
    if (moved) {
      Files.move(outputs, aside);
    }
    Files.createFile(outputs); // whoever runs this test may write into a folder that is read-only

    topics.send(task("art-4", "[fake size=5000]", "{}"));
    topics.send(task("art-5", "[fake size=1100000]", "{}"));
    topics.send(task("art-6", "", "{}"));

    JsonNode result = resultOf("art-4");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("output").asText()).hasSize(5000);
    assertThat(result.path("artifact").isMissingNode()).isTrue();
    JsonNode error = resultOf("art-5").path("error");
    assertThat(error.path("code").asText()).isEqualTo("ARTIFACT_FAILED");
    assertThat(error.path("message").asText()).contains("a segment is not a directory");
    assertThat(error.path("retryable").asBoolean()).isTrue();
    await().atMost(SOON).until(() -> deadLetterCode("art-5").equals("ARTIFACT_FAILED"));
    assertThat(resultOf("art-6").path("status").asText()).isEqualTo("completed");
    assertThat(unwritten()).containsExactly("art-4");
    Files.delete(outputs);
    if (moved) {
      Files.move(aside, outputs);
    }
  }

  @Test
  void resultsOwnArtifact_isTakenAsAName() throws Exception {
    Files.writeString(folder.resolve("chapter.md"), "It was a dark night.");

    topics.send(task("art-7", "", "{'artifacts':[{'path':'chapter.md','size':20}]}"));
    topics.send(task("art-8", "", "{'artifacts':[{'path':'no-such'}]}"));

    assertThat(resultOf("art-7").path("status").asText()).isEqualTo("completed");
    assertThat(LocalResource.anthropic().lastRequest("art-7").body())
        .contains("It was a dark night.");
    assertThat(resultOf("art-8").path("error").path("code").asText()).isEqualTo("INVALID_TASK");
    assertThat(LocalResource.anthropic().calls("art-8")).isZero();
  }

  /** Tasks whose output stayed in the result because no file could be written. */
  private static Set<String> unwritten() {
    return Topics.json(RestAssured.get("/events?limit=1000").asByteArray())
        .valueStream()
        .filter(event -> event.path("type").asText().equals("artifact.unwritten"))
        .map(event -> event.path("taskId").asText())
        .collect(Collectors.toSet());
  }

  private JsonNode resultOf(String id) {
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }

  private String deadLetterCode(String id) {
    for (ConsumerRecord<byte[], byte[]> letter : topics.deadLetters()) {
      if (Topics.json(letter.value()).path("id").asText().equals(id)) {
        return header(letter, "swarm-error-code");
      }
    }
    return "";
  }

  private static String task(String id, String directive, String input) {
    String steered = directive.replace("[fake", "[fake id=" + id);
    return "{'id':'%s','type':'coding','objective':'%s Do %s.','input':%s}"
        .formatted(id, steered.isEmpty() ? "[fake id=" + id + "]" : steered, id, input);
  }
}
