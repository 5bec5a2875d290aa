package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.support.Relay;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A provider that refuses, breaks off, or says nothing. */
@InWorld
@Tag("faults")
class UpstreamFaultsIT {

  private final World world;

  UpstreamFaultsIT(World world) {
    this.world = world;
  }

  @Test
  void upstreamFaults_endAsThePolicySays_andNeighboursAreDone() {
    List<Steered> mix = mix();
    Collections.shuffle(mix, world.random("upstream-mix"));
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.start("calm");
      try (History history =
          world.history("upstream-mix", "each of the provider's faults, mixed", fleet)) {
        mix.forEach(task -> history.submit(task.directive(), task.more(), task.expected()));
        history.check();
      }
    }
  }

  private record Steered(String directive, String more, Expected expected) {}

  private static List<Steered> mix() {
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
      mix.addAll(lasting());
    }
    return mix;
  }

  private static List<Steered> lasting() {
    Expected unavailable = Expected.failed("UPSTREAM_UNAVAILABLE", 1);
    return List.of(
        new Steered("fault=drip size=4000", "", Expected.DONE),
        new Steered("fault=huge", "", Expected.failed("UPSTREAM_REJECTED", 0)), // 50 MiB
        new Steered("fault=half-open times=1", limits(1500, 2), Expected.completed(1)),
        new Steered("fault=trickle pace=100ms", limits(1000, 0), Expected.timeout(0)),
        new Steered("fault=hang times=1", limits(1500, 2), Expected.completed(1)),
        new Steered("fault=hang", limits(1000, 0), Expected.timeout(0)),
        new Steered("status=400", "", Expected.failed("UPSTREAM_REJECTED", 0)),
        new Steered("status=500", limits(5000, 1), unavailable),
        new Steered("status=529 retry-after=1", limits(5000, 1), unavailable),
        new Steered("fault=reset", limits(5000, 1), unavailable),
        new Steered("fault=garbage", limits(5000, 1), unavailable));
  }

  private static String limits(int timeoutMillis, int retries) {
    return "'constraints':{'timeoutAfter':%d,'maxRetries':%d}".formatted(timeoutMillis, retries);
  }

  @Test
  void poolExhausted_tasksWait_andNoneUsesUpARetry() {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_POOL_MIN", "1");
    settings.put("SWARM_POOL_MAX", "2");
    settings.put("SWARM_POOL_ACQUIRE_TIMEOUT", "500ms");
    settings.put("SWARM_LLM_MAX_RETRIES", "0");
    try (Fleet fleet = world.fleet(settings)) {
      fleet.start("narrow");
      try (History history =
          world.history("pool-exhausted", "two connections for ten tasks at once", fleet)) {
        history.submit(30, "latency=1s");
        history.check();
        assertThat(fleet.get("narrow").get("/events?limit=1000").body()).contains("pool.exhausted");
      }
    }
  }

  @Test
  void whereUnknownIsToFail_noCallIsMadeTwice() {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_LLM_ON_UNKNOWN", "fail");
    Expected unknown = Expected.failed("OUTCOME_UNKNOWN", 0);
    try (Fleet fleet = world.fleet(settings)) {
      fleet.start("wary");
      try (History history =
          world.history("upstream-unknown-fails", "answers cut off, on-unknown=fail", fleet)) {
        for (String fault : List.of("reset", "close", "truncate", "garbage")) {
          history.submit("fault=" + fault, "", unknown);
        }
        history.submit("status=502", "", unknown);
        history.submit("status=529 times=1 retry-after=1", "", Expected.completed(1));
        history.submit("status=500 times=1", "", Expected.completed(1));
        history.check();
      }
    }
  }

  @Test
  void connectionsCutInCalls_areCalledAgainOnce() {
    try (Relay toProvider = relay();
        Fleet fleet = behind(toProvider, "cut-off")) {
      try (History history = world.history("upstream-cut", "all connections cut in calls", fleet)) {
        submit(history, 30, "latency=2s", 1);
        await().atMost(World.SOON).until(() -> history.called() >= World.CONCURRENCY);
        toProvider.cut();
        toProvider.pass();
        history.over("connections are cut");
        history.check();
      }
    }
  }

  @Test
  void silence_isEndedByTheCallsOwnLimit() {
    try (Relay toProvider = relay();
        Fleet fleet = behind(toProvider, "unheard")) {
      try (History history =
          world.history(
              "upstream-silent", "nothing comes through for 5 s, calls limited to 3 s", fleet)) {
        submit(history, 30, "latency=500ms", 3);
        history.awaitFinished(5);
        toProvider.swallow();
        history.fault("nothing comes through");
        fleet.staysLive(Duration.ofSeconds(5));
        toProvider.pass();
        history.over("all comes through");
        history.check();
      }
    }
  }

  private static void submit(History history, int count, String directive, int retries) {
    for (int i = 0; i < count; i++) {
      history.submit(directive, limits(3000, 3), Expected.completed(retries));
    }
  }

  private Relay relay() {
    return Relay.to(URI.create(world.provider().baseUrl()).getPort());
  }

  private Fleet behind(Relay toProvider, String worker) {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("ANTHROPIC_BASE_URL", "http://127.0.0.1:" + toProvider.port());
    Fleet fleet = world.fleet(settings);
    fleet.start(worker);
    return fleet;
  }
}
