package dev.swarmworker.endtoend;

import dev.swarmworker.endtoend.Contestant.Launch;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The processes of one contestant in one run. */
final class Team implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final List<Child> processes = new ArrayList<>();
  private final long startedMillis = System.currentTimeMillis();
  private final long startedNanos = System.nanoTime();
  private @Nullable Long readyMillis;
  private @Nullable Path gcLog;

  private Team() {}

  static Team start(Contestant contestant, Place place, Scenario scenario) {
    Team team = new Team();
    List<Launch> launches = new ArrayList<>();
    for (int number = 0; number < scenario.workers(); number++) {
      Launch launch = contestant.launcher().launch(place, scenario, number);
      Path log = place.folder().resolve(contestant.name().replaceAll("\\W", "") + number + ".log");
      team.processes.add(Child.start(log, launch.folder(), launch.command(), launch.variables()));
      launches.add(launch);
    }
    team.gcLog = launches.getFirst().gcLog().orElse(null);
    launches.getFirst().ready().ifPresent(team::awaitReady);
    return team;
  }

  private void awaitReady(URI probe) {
    long giveUp = startedNanos + READY_WITHIN.toNanos();
    while (System.nanoTime() < giveUp && isAlive()) {
      if (answersWell(probe)) {
        readyMillis = (System.nanoTime() - startedNanos) / 1_000_000;
        return;
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static boolean answersWell(URI probe) {
    try {
      HttpURLConnection connection = (HttpURLConnection) probe.toURL().openConnection();
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false; // not there yet
    }
  }

  List<Child> processes() {
    return processes;
  }

  boolean isAlive() {
    return processes.stream().allMatch(Child::isAlive);
  }

  /** Processor time of all; that of a process which has ended is lost. */
  Duration cpu() {
    return processes.stream()
        .filter(Child::isAlive)
        .map(Child::cpu)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Of the largest, in bytes. */
  long peakRss() {
    return processes.stream().filter(Child::isAlive).mapToLong(Child::peakRss).max().orElse(0);
  }

  /** Of the first process. */
  Optional<GcLog> gcLog() {
    return Optional.ofNullable(gcLog).filter(Files::exists).map(GcLog::read);
  }

  long startedMillis() {
    return startedMillis;
  }

  long startedNanos() {
    return startedNanos;
  }

  @Nullable Long readyMillis() {
    return readyMillis;
  }

  String tail() {
    return processes.getFirst().tail();
  }

  @Override
  public void close() {
    processes.forEach(Child::close);
  }
}
