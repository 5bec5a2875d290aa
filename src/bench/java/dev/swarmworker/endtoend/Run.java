package dev.swarmworker.endtoend;

import dev.swarmworker.endtoend.Measurement.Alive;
import dev.swarmworker.endtoend.Measurement.Paced;
import dev.swarmworker.endtoend.Samples.Sample;
import dev.swarmworker.endtoend.Samples.Window;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One contestant at one scenario, from its processes' start to their end. */
final class Run {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration TO_CATCH_UP = Duration.ofSeconds(20);
  private static final int EARLY = 5_000;

  /** Results that come in bursts of seconds say nothing of the time between. */
  private static final double LEAST_SEEN = 0.9;

  private final Servers servers;
  private final Contestant contestant;
  private final Scenario scenario;
  private final Place place;
  private final Samples samples = new Samples();

  Run(Servers servers, Contestant contestant, Scenario scenario) {
    this.servers = servers;
    this.contestant = contestant;
    this.scenario = scenario;
    place = servers.fresh(scenario.delay());
  }

  Measurement measure() {
    if (scenario.preparation() == Scenario.Preparation.EARLIER_OUTCOMES) {
      EarlierOutcomes.fill(
          servers.redis(), Integer.parseInt(scenario.size().replaceAll("\\D", "")));
    }
    try (Lane lane = contestant.lane(servers, place, scenario)) {
      // A little more than is measured, so that the end of the backlog is not.
      int backlog = scenario.warmUp() + scenario.tasks() + 2 * scenario.permits();
      lane.append(0, backlog, 0);
      try (Team team = Team.start(contestant, place, scenario)) {
        team.processes().forEach(lane::started);
        boolean drained = follow(lane, team, backlog);
        Window window =
            samples.between(scenario.warmUp(), scenario.warmUp() + (long) scenario.tasks());
        if (window.tasks() <= 0) {
          return Measurement.failed(contestant, scenario, "no results: " + team.tail());
        }
        if (drained && window.tasks() < LEAST_SEEN * scenario.tasks()) {
          return Measurement.failed(
              contestant, scenario, "seen too seldom: " + window.tasks() + " tasks");
        }
        @Nullable PacedPart paced = drained ? paced(lane, team, window, backlog) : null;
        return measurement(lane, team, window, paced);
      }
    }
  }

  /** Looks on until all results are there; false where the time was over before. */
  private boolean follow(Lane lane, Team team, int backlog) {
    long giveUp = System.nanoTime() + scenario.atMost().toNanos();
    while (true) {
      Sample sample = look(lane, team);
      samples.add(sample);
      if (sample.results() >= backlog) {
        return true;
      }
      if (sample.nanos() > giveUp || !team.isAlive()) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private Sample look(Lane lane, Team team) {
    return new Sample(
        System.nanoTime(), lane.results(), team.cpu(), servers.redisCpu(), servers.brokerCpu());
  }

  private record PacedPart(Window window, int from, int to, double perSecond) {}

  private @Nullable PacedPart paced(Lane lane, Team team, Window steady, int from) {
    double perSecond = steady.perSecond() / 2;
    int tasks = (int) (perSecond * scenario.paced().toMillis() / 1_000);
    if (tasks == 0) {
      return null;
    }
    Sample before = look(lane, team);
    lane.append(from, from + tasks, perSecond);
    long giveUp = System.nanoTime() + TO_CATCH_UP.toNanos();
    Sample now = look(lane, team);
    while (now.results() < from + tasks && now.nanos() < giveUp) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      now = look(lane, team);
    }
    return new PacedPart(new Window(before, now), from, from + tasks, perSecond);
  }

  private Measurement measurement(Lane lane, Team team, Window window, @Nullable PacedPart paced) {
    JsonObject upstream = servers.figures();
    Timings timings = lane.timings();
    long[] ends = timings.ends();
    return new Measurement(
        contestant.name(),
        scenario,
        team.isAlive() ? null : "ended early: " + team.tail(),
        window.tasks(),
        samples.isBeyond(scenario.warmUp()),
        window.perSecond(),
        window.cpuMicrosPerTask(),
        window.microsPerTask(Sample::redisCpu),
        window.microsPerTask(Sample::brokerCpu),
        allocated(team, window),
        team.peakRss() / (double) (1 << 20),
        alive(team),
        upstream.getInteger("connections"),
        upstream.getInteger("calls"),
        upstream.getInteger("mostInFlight"),
        team.readyMillis(),
        ends.length == 0 ? null : ends[0] - team.startedMillis(),
        ends.length <= EARLY || ends[EARLY] == ends[0]
            ? null
            : EARLY * 1_000.0 / (ends[EARLY] - ends[0]) / window.perSecond(),
        paced == null ? null : paced(paced, timings),
        timings.missing(),
        timings.repeated());
  }

  /**
   * The first half of the paced tasks is left out: a contestant comes from full load, and a JVM
   * compiles much of its code anew when it begins to wait in between.
   */
  private Paced paced(PacedPart part, Timings timings) {
    int from = part.from() + (part.to() - part.from()) / 2;
    double[] added = timings.added(from, part.to(), servers.held(part.to()));
    return new Paced(
        part.perSecond(),
        part.window().cpuMicrosPerTask(),
        added.length,
        at(added, 0.5),
        at(added, 0.99),
        at(added, 0.999));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  private @Nullable Double allocated(Team team, Window window) {
    Optional<GcLog> log = team.gcLog();
    return log.isEmpty()
        ? null
        : log
            .get()
            .bytesPerSecond(
                window.from().nanos() - team.startedNanos(),
                window.to().nanos() - team.startedNanos())
            .stream()
            .mapToObj(bytes -> bytes * scenario.workers() / window.perSecond())
            .findFirst()
            .orElse(null);
  }

  private @Nullable Alive alive(Team team) {
    long whole = samples.last().nanos() - team.startedNanos();
    return team.gcLog()
        .map(
            log ->
                new Alive(log.leastAlive(whole / 6, whole / 2), log.leastAlive(whole / 2, whole)))
        .orElse(null);
  }
}
