package dev.swarmworker.faults;

import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Workers with the same settings, by name. Their logs stay in {@code target/faults}. */
final class Fleet implements AutoCloseable {

  private static final Path LOGS = Path.of("target", "faults");

  private final LocalEnvironment environment;
  private final Map<String, String> settings;
  private final ConcurrentMap<String, WorkerProcess> workers = new ConcurrentHashMap<>();

  /** Those whose probes are to answer. */
  private final ConcurrentMap<String, WorkerProcess> well = new ConcurrentHashMap<>();

  Fleet(LocalEnvironment environment, Map<String, String> settings) {
    this.environment = environment;
    this.settings = settings;
  }

  /** Starts workers side by side and waits until all are ready. */
  void start(String... names) {
    begin(names);
    for (String name : names) {
      awaitReady(name);
    }
  }

  /** Starts workers and waits for nothing. */
  void begin(String... names) {
    for (String name : names) {
      workers.put(name, WorkerProcess.start(name, environment, settings));
    }
  }

  void awaitReady(String name) {
    WorkerProcess worker = get(name);
    await("readiness of " + name)
        .atMost(Duration.ofSeconds(90))
        .until(() -> worker.managementStatus("/q/health/ready") == 200);
    well.put(name, worker);
  }

  WorkerProcess get(String name) {
    WorkerProcess worker = workers.get(name);
    if (worker == null) {
      throw new IllegalArgumentException("there is no worker " + name);
    }
    return worker;
  }

  List<WorkerProcess> well() {
    return List.copyOf(well.values());
  }

  /** SIGKILL; it is gone when this returns. */
  void kill(String name) {
    WorkerProcess worker = get(name);
    well.remove(name);
    workers.remove(name);
    keepLog(name, worker);
    worker.close();
  }

  void freeze(String name) {
    well.remove(name);
    get(name).signal("STOP");
  }

  void thaw(String name) {
    get(name).signal("CONT");
  }

  /** Whether that worker has begun a call for the task. */
  boolean works(String name, String taskId) {
    return get(name).get("/events?limit=1000").body().lines().anyMatch(l -> l.contains(taskId));
  }

  private static void keepLog(String name, WorkerProcess worker) {
    try {
      Files.createDirectories(LOGS);
      Files.writeString(LOGS.resolve(name + ".log"), worker.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all in order, so that the group need not wait for who is gone. */
  @Override
  public void close() {
    well.clear();
    workers.values().forEach(WorkerProcess::terminate);
    workers.values().forEach(Fleet::awaitEnd);
    workers.keySet().forEach(this::kill);
  }

  private static void awaitEnd(WorkerProcess worker) {
    try {
      worker.awaitExit(Duration.ofSeconds(10));
    } catch (IllegalStateException e) {
      // Frozen, or with tasks left by a scenario that broke off: killed next.
    }
  }
}
