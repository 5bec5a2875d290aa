package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.LocalEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contract's invariants under faults, on the packaged worker. Each scenario leaves its history
 * in {@code target/faults}. Another seed: {@code -Dswarm.faults.seed}.
 */
class FaultsIT {

  private static final long SEED = Long.getLong("swarm.faults.seed", 20260401L);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int CONCURRENCY = 10;
  private static final int PARTITIONS = 6;

  /**
   * What a dead or frozen worker leaves is taken over soon. The breaker is left out: what it
   * refuses uses up retries, and then which task of a mix fails is a matter of chance.
   */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "SWARM_STATE_LEASE", "3s",
          "SWARM_STATE_COMMAND_TIMEOUT", "1s",
          "SWARM_LLM_BACKOFF_BASE", "200ms",
          "SWARM_LLM_BREAKER_FAILURE_RATIO", "1.0",
          "SWARM_SELECTION_COOL_DOWN", "1s",
          "MP_MESSAGING_INCOMING_TASKS_SESSION_TIMEOUT_MS", "6000",
          "MP_MESSAGING_INCOMING_TASKS_HEARTBEAT_INTERVAL_MS", "1500");

  private static LocalEnvironment environment;
  private static EmbeddedRedis redis;

  @BeforeAll
  static void startEnvironment() {
    environment = LocalEnvironment.start();
    redis = EmbeddedRedis.start("--appendonly", "yes", "--appendfsync", "always");
  }

  @AfterAll
  static void stopEnvironment() {
    environment.close();
    redis.close();
  }

  @AfterEach
  void resumeRedis() {
    redis.resume(); // a scenario that broke off must not break the next
  }

  @Test
  void redisAndBrokerGoAndComeBack_noTaskIsLostAndNoCallMadeAgain() {
    try (Fleet fleet = fleet(Map.of("SWARM_LLM_BACKOFF_BASE", "200ms"))) {
      fleet.start("steady");
      try (History history = history("redis-restarted", fleet)) {
        history.submit(60, "latency=1s");
        history.awaitFinished(10);
        redis.restart();
        history.fault("Redis restarted, its scripts are lost");
        history.check();
      }
      try (History history = history("redis-paused", fleet)) {
        history.submit(60, "latency=1s");
        history.awaitFinished(10);
        redis.pause();
        history.fault("Redis paused, for less than a lease");
        await().during(Duration.ofSeconds(8)).atMost(SOON).until(() -> isLive(fleet));
        assertThat(history.notReady()).isPositive();
        redis.resume();
        history.fault("Redis goes on");
        awaitReady(fleet);
        history.check();
      }
      try (History history = history("broker-restarted", fleet)) {
        history.submit(60, "latency=1s");
        history.awaitFinished(10);
        history.fault("broker goes");
        environment.kafka().orElseThrow().restart();
        history.fault("broker is back");
        history.check();
        awaitReady(fleet);
      }
      try (History history = history("redis-emptied", fleet)) {
        history.submit(40, "latency=2s");
        history.awaitFinished(10);
        emptyRedis();
        history.loss("Redis emptied", CONCURRENCY);
        history.check();
      }
    }
  }

  @Test
  void redisAwayForLongerThanALease_tasksStayWithTheirOwners() {
    try (Fleet fleet = fleet(IMPATIENT)) {
      fleet.start("patient-1", "patient-2");
      try (History history = history("redis-away", fleet)) {
        history.submit(60, "latency=1s");
        history.awaitFinished(10);
        redis.pause();
        history.fault("Redis paused, for four leases");
        await().during(Duration.ofSeconds(12)).atMost(SOON).until(() -> isLive(fleet));
        assertThat(history.notReady()).isPositive();
        redis.resume();
        history.fault("Redis goes on");
        awaitReady(fleet);
        history.check();
      }
    }
  }

  @Test
  void frozenWorker_losesItsTasks_andGoesOnSanely() {
    try (Fleet fleet = fleet(IMPATIENT)) {
      fleet.start("frozen", "heir");
      try (History history = history("frozen", fleet)) {
        List<String> ids = oneEach(history, "latency=4s");
        List<String> taken = ids.stream().filter(id -> fleet.works("frozen", id)).toList();
        assertThat(taken).isNotEmpty();

        fleet.freeze("frozen");
        history.loss("frozen by SIGSTOP", CONCURRENCY);
        history.awaitFinished(PARTITIONS);
        history.fault("the heir has finished all");
        fleet.thaw("frozen");
        history.fault("goes on after SIGCONT");

        assertThat(taken)
            .allSatisfy(
                id -> assertThat(history.result(id).path("workerId").asText()).isEqualTo("heir"));
        await()
            .atMost(SOON)
            .until(
                () -> fleet.get("frozen").get("/events?limit=1000").body().contains("lease.lost"));
        fleet.awaitReady("frozen");
        await("new work for the zombie")
            .atMost(SOON)
            .until(
                () -> {
                  String id = history.submit("latency=50ms", "", Expected.DONE);
                  history.awaitFinished(history.submitted());
                  return history.result(id).path("workerId").asText().equals("frozen");
                });
        history.check();
      }
    }
  }

  @Test
  void killedInCalls_overAndOver_nothingIsLost() {
    Random random = new Random(SEED);
    try (Fleet fleet = fleet(IMPATIENT)) {
      fleet.start("fleet-0", "fleet-1");
      try (History history = history("killed", fleet)) {
        for (int i = 0; i < 200; i++) {
          String latency = "latency=%dms".formatted(300 + random.nextInt(700));
          if (random.nextInt(5) == 0) {
            history.submit(latency + " status=529 times=1", "", Expected.completed(1));
          } else {
            history.submit(latency, "", Expected.DONE);
          }
        }
        for (int kill = 0; kill < 3; kill++) {
          history.awaitFinished(15 + 45L * kill);
          if (kill > 0) {
            fleet.awaitReady("fleet-" + (kill + 1)); // never the last one
          }
          String victim = "fleet-" + kill;
          fleet.kill(victim);
          history.loss(victim + " killed", CONCURRENCY);
          fleet.begin("fleet-" + (kill + 2));
        }
        fleet.awaitReady("fleet-4");
        history.check();
      }
    }
  }

  @Test
  void taskThatKillsItsWorkerThreeTimes_endsInADeadLetter() {
    try (Fleet fleet = fleet(IMPATIENT)) {
      fleet.start("poisoned-0", "poisoned-1");
      try (History history = history("poison", fleet)) {
        String id = history.submit("latency=60s", "", Expected.failed("OUTCOME_UNKNOWN", 0));
        List<String> alive = new ArrayList<>(List.of("poisoned-0", "poisoned-1"));
        for (int death = 1; death <= 3; death++) {
          int calls = death;
          await("call " + calls).atMost(SOON).until(() -> history.calls(id) == calls);
          String holder =
              await()
                  .atMost(SOON)
                  .until(
                      () -> alive.stream().filter(n -> fleet.works(n, id)).findFirst(),
                      java.util.Optional::isPresent)
                  .orElseThrow();
          fleet.kill(holder);
          alive.remove(holder);
          history.loss(holder + " killed", 1);
          String next = "poisoned-" + (death + 1);
          fleet.start(next);
          alive.add(next);
        }
        history.check();
        assertThat(history.calls(id)).isEqualTo(3);
      }
    }
  }

  @Test
  void whereUnknownIsToFail_noCallIsMadeTwice() {
    Map<String, String> settings = new HashMap<>(IMPATIENT);
    settings.put("SWARM_LLM_ON_UNKNOWN", "fail");
    Expected unknown = Expected.failed("OUTCOME_UNKNOWN", 0);
    try (Fleet fleet = fleet(settings)) {
      fleet.start("thrifty", "heiress");
      try (History history = history("unknown-fails", fleet)) {
        for (String fault : List.of("reset", "close", "truncate", "garbage")) {
          history.submit("fault=" + fault, "", unknown);
        }
        history.submit("status=502", "", unknown);
        history.submit("status=529 times=1 retry-after=1", "", Expected.completed(1));
        history.submit("status=500 times=1", "", Expected.completed(1));
        history.check();
      }
      try (History history = history("unknown-after-kill", fleet)) {
        List<String> ids = oneEach(history, "latency=6s");
        List<String> lost = ids.stream().filter(id -> fleet.works("thrifty", id)).toList();
        assertThat(lost).isNotEmpty();
        fleet.kill("thrifty");
        history.fault("killed in %d calls; none may be made again".formatted(lost.size()));
        lost.forEach(id -> history.expect(id, unknown));
        history.check();
      }
    }
  }

  @Test
  void upstreamFaults_endAsThePolicySays_andNeighboursAreDone() {
    List<Steered> mix = new ArrayList<>();
    IntStream.range(0, 60).forEach(_ -> mix.add(new Steered("latency=100ms", "", Expected.DONE)));
    for (int i = 0; i < 4; i++) {
      for (String once :
          List.of(
              "status=429 retry-after=1",
              "status=529 retry-after=1",
              "status=500",
              "status=502",
              "fault=reset")) {
        mix.add(new Steered(once + " times=1", "", Expected.completed(1)));
      }
    }
    for (int i = 0; i < 2; i++) {
      for (String once : List.of("fault=close", "fault=truncate", "fault=garbage")) {
        mix.add(new Steered(once + " times=1", "", Expected.completed(1)));
      }
      mix.add(new Steered("fault=hang times=1", limits(1500, 2), Expected.completed(1)));
      mix.add(new Steered("fault=hang", limits(1000, 0), Expected.timeout(0)));
      mix.add(new Steered("status=400", "", Expected.failed("UPSTREAM_REJECTED", 0)));
      mix.add(
          new Steered("status=500", limits(5000, 1), Expected.failed("UPSTREAM_UNAVAILABLE", 1)));
      mix.add(
          new Steered(
              "status=529 retry-after=1",
              limits(5000, 1),
              Expected.failed("UPSTREAM_UNAVAILABLE", 1)));
      mix.add(
          new Steered("fault=reset", limits(5000, 1), Expected.failed("UPSTREAM_UNAVAILABLE", 1)));
      mix.add(
          new Steered(
              "fault=garbage", limits(5000, 1), Expected.failed("UPSTREAM_UNAVAILABLE", 1)));
    }
    Collections.shuffle(mix, new Random(SEED));
    try (Fleet fleet = fleet(IMPATIENT)) {
      fleet.start("calm");
      try (History history = history("upstream-mix", fleet)) {
        mix.forEach(task -> history.submit(task.directive(), task.more(), task.expected()));
        history.check();
      }
    }
  }

  private record Steered(String directive, String more, Expected expected) {}

  private static String limits(int timeoutMillis, int retries) {
    return "'constraints':{'timeoutAfter':%d,'maxRetries':%d}".formatted(timeoutMillis, retries);
  }

  private static List<String> oneEach(History history, String directive) {
    List<String> ids = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ids.add(history.submitTo(partition, directive, Expected.DONE));
    }
    await().atMost(SOON).until(() -> ids.stream().allMatch(id -> history.calls(id) == 1));
    return ids;
  }

  private static Fleet fleet(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("QUARKUS_REDIS_HOSTS", redis.uri());
    return new Fleet(environment, all);
  }

  private static History history(String scenario, Fleet fleet) {
    return new History(scenario, environment, fleet);
  }

  private static boolean isLive(Fleet fleet) {
    return fleet.well().stream().allMatch(w -> w.managementStatus("/q/health/live") == 200);
  }

  private static void awaitReady(Fleet fleet) {
    await("readiness")
        .atMost(SOON)
        .until(
            () ->
                fleet.well().stream().allMatch(w -> w.managementStatus("/q/health/ready") == 200));
  }

  private static void emptyRedis() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      OutputStream out = socket.getOutputStream();
      out.write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(socket.getInputStream().read()).isEqualTo('+');
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
