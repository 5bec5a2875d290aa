package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.support.HeldReply;
import dev.swarmworker.support.LuaScripts;
import dev.swarmworker.support.Relay;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at each point where a task's life can be cut, and how many calls each costs. The
 * worker's connections to Redis are held where the point asks for it; nothing in the worker helps.
 */
@InWorld
@Tag("faults")
class KillPointsIT {

  private static final String VICTIM = "victim";
  private static final String HEIR = "point-heir";

  @TempDir private Path files;

  private final World world;
  private Relay toRedis;
  private Fleet fleet;

  KillPointsIT(World world) {
    this.world = world;
  }

  @BeforeEach
  void startVictim() {
    toRedis = Relay.to(world.redis().port());
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_FILES_DIR", files.toString());
    fleet = world.fleet(settings);
    begin(VICTIM, Map.of("KAFKA_CONSUMER_AUTO_COMMIT_INTERVAL_MS", "600000"));
  }

  /** A worker whose connections to Redis can be held. */
  private void begin(String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:" + toRedis.port());
    fleet.begin(name, settings);
    fleet.awaitReady(name);
  }

  @AfterEach
  void stop() {
    fleet.close();
    toRedis.close();
  }

  @Test
  void claimed_andNotYetCalled_costsOneCall() {
    try (History history = world.history("point-claimed", "kill -9 before the call", fleet)) {
      HeldReply claim = hold("task-claim");
      String id = history.submit("latency=200ms", "", Expected.DONE);
      claim.awaitRequest(SOON);
      await().atMost(SOON).until(() -> status(id).equals("running"));
      assertThat(history.calls(id)).isZero();

      kill(history, id);

      assertEnd(history, id, 1, 1, HEIR);
    }
  }

  @Test
  void inTheCall_costsTwo() {
    try (History history = world.history("point-calling", "kill -9 during the call", fleet)) {
      String id = history.submit("latency=3s", "", Expected.DONE);
      await().atMost(SOON).until(() -> history.calls(id) == 1);

      kill(history, id);

      assertEnd(history, id, 2, 1, HEIR);
    }
  }

  @Test
  void answered_andItsFileNotYetWritten_costsOneCall() {
    try (History history = world.history("point-answered", "kill -9 before the file", fleet)) {
      HeldReply kept = hold("task-answer");
      String id = history.submit("latency=200ms size=300000", "", Expected.DONE);
      kept.awaitRequest(SOON);
      await().atMost(SOON).until(() -> hasAnswer(id));
      assertThat(history.finished()).isZero();

      kill(history, id);

      assertEnd(history, id, 1, 1, HEIR);
      Path file = files.resolve(history.result(id).path("artifact").path("path").asText());
      assertThat(file).hasSize(300_000);
    }
  }

  /** An answer that kills whoever settles it; its call was paid for once, and is made no more. */
  @Test
  void answered_andEachOwnerKilledOverIt_endsInADeadLetterAndCostsOneCall() {
    try (History history = world.history("point-settling", "kill -9 of each who settles", fleet)) {
      HeldReply kept = hold("task-answer");
      String id = history.submit("size=300000", "", Expected.failed("OUTCOME_UNKNOWN", 0));
      for (int death = 1; death <= 3; death++) {
        kept.awaitRequest(SOON);
        String owner = death == 1 ? VICTIM : "settler-" + death;
        int lost = death - 1;
        await().atMost(SOON).until(() -> settlings(id) == lost && hasAnswer(id));
        fleet.kill(owner);
        kept = hold("task-answer");
        history.loss(owner + " killed over the answer", 1);
        begin("settler-" + (death + 1), Map.of());
      }

      history.check();
      assertThat(history.calls(id)).isEqualTo(1);
    }
  }

  /** Redis has to know the script: else the first reply is that it does not. */
  private HeldReply hold(String script) {
    world.redis("SCRIPT", "LOAD", LuaScripts.text(script));
    return toRedis.holdReplyTo(LuaScripts.sha1(script));
  }

  private int settlings(String id) {
    String counted = field(id, "settlings");
    return counted.isBlank() ? 0 : Integer.parseInt(counted.strip());
  }

  private boolean hasAnswer(String id) {
    return field(id, "answer").length() > 300_000;
  }

  @Test
  void stored_andNotYetPublished_costsOneCall() {
    try (History history = world.history("point-stored", "kill -9 before publication", fleet)) {
      HeldReply complete = hold("task-complete");
      String id = history.submit("latency=200ms", "", Expected.DONE);
      complete.awaitRequest(SOON);
      await().atMost(SOON).until(() -> status(id).equals("completed"));
      assertThat(history.finished()).isZero();

      kill(history, id);

      assertEnd(history, id, 1, 1, VICTIM);
    }
  }

  @Test
  void published_andNotYetCommitted_costsOneCall() {
    try (History history = world.history("point-published", "kill -9 before the commit", fleet)) {
      String id = history.submit("latency=200ms", "", Expected.DONE);
      history.awaitFinished(1);

      kill(history, id);

      assertEnd(history, id, 1, 2, VICTIM);
    }
  }

  private void kill(History history, String id) {
    fleet.kill(VICTIM);
    history.loss("killed, after %d calls".formatted(history.calls(id)), 1);
    fleet.start(HEIR);
  }

  /**
   * @param by who made the call that counts
   */
  private static void assertEnd(History history, String id, int calls, int copies, String by) {
    history.check();
    assertThat(history.calls(id)).isEqualTo(calls);
    assertThat(history.copies(id)).isEqualTo(copies);
    assertThat(history.result(id).path("workerId").asText()).isEqualTo(by);
  }

  /** What Redis knows of a task: see the architecture's table of keys. */
  private String status(String id) {
    return field(id, "status");
  }

  private String field(String id, String name) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(UTF_8));
    return world.redis("HGET", "swarm:task:{task%d}:%s".formatted(crc.getValue() % 64, id), name);
  }
}
