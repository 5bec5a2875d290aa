package dev.swarmworker.faults;

import dev.swarmworker.faults.Submission.Expected;
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
}
