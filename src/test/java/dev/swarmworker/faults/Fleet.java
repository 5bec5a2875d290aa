package dev.swarmworker.faults;

import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Workers with the same settings, by name. Their logs stay in {@code target/faults}. */
final class Fleet implements AutoCloseable {

  private static final Duration STARTED = Duration.ofMinutes(3);

  private final LocalEnvironment environment;
  private final Map<String, String> settings;
  private final ConcurrentMap<String, WorkerProcess> workers = new ConcurrentHashMap<>();

  /** Those whose probes are to answer. */
  private final ConcurrentMap<String, WorkerProcess> well = new ConcurrentHashMap<>();

  private final Levels levels = new Levels();

  Fleet(LocalEnvironment environment, Map<String, String> settings) {
    this.environment = environment;
    this.settings = settings;
  }

  /** What their topics are called. */
  Topics.Names topics() {
    return new Topics.Names(
        Topics.TASKS,
        settings.getOrDefault("SWARM_TOPICS_RESULTS", Topics.RESULTS),
        Topics.DEAD_LETTERS,
        Topics.GROUP);
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
      begin(name, Map.of());
    }
  }

  /** Starts a worker with settings of its own and waits for nothing. */
  void begin(String name, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    workers.put(name, WorkerProcess.start(name, environment, all));
  }

  void awaitReady(String name) {
    WorkerProcess worker = get(name);
    await("readiness of " + name).atMost(STARTED).until(() -> isReady(worker));
    well.put(name, worker);
  }

  /** Waits until all that are well say that they are ready. */
  void awaitReady() {
    await("readiness").atMost(World.SOON).until(() -> well().stream().allMatch(Fleet::isReady));
  }

  private static boolean isReady(WorkerProcess worker) {
    return worker.managementStatus("/q/health/ready") == 200;
  }

  /** Sees for so long that liveness holds. */
  void staysLive(Duration time) {
    await("liveness").during(time).atMost(time.plus(World.SOON)).until(this::isLive);
  }

  private boolean isLive() {
    return well().stream().allMatch(w -> w.managementStatus("/q/health/live") == 200);
  }

  WorkerProcess get(String name) {
    WorkerProcess worker = workers.get(name);
    if (worker == null) {
      throw new IllegalArgumentException("there is no worker " + name);
    }
    return worker;
  }

  /** The workers that are neither ended nor frozen, once they were ready. */
  List<WorkerProcess> well() {
    return List.copyOf(well.values());
  }

  Levels levels() {
    return levels;
  }

  /** SIGKILL; it is gone when this returns. */
  void kill(String name) {
    WorkerProcess worker = leave(name);
    workers.remove(name);
    worker.kill();
    worker.awaitExit(Duration.ofSeconds(30));
    keepLog(name, worker);
    worker.close();
  }

  /** SIGTERM; it has the time it is given, see {@link #awaitEnd}. */
  void terminate(String name) {
    leave(name).terminate();
  }

  /** Waits for a worker that was told to end, and gives its exit code. */
  int awaitEnd(String name) {
    WorkerProcess worker = get(name);
    int code = worker.awaitExit(World.SOON);
    kill(name); // for its log; there is nothing left of it
    return code;
  }

  private WorkerProcess leave(String name) {
    WorkerProcess worker = get(name);
    well.remove(name);
    return worker;
  }

  void freeze(String name) {
    leave(name).signal("STOP");
  }

  void thaw(String name) {
    get(name).signal("CONT");
  }

  /** Whether that worker has claimed the task. */
  boolean works(String name, String taskId) {
    return get(name).claimed().contains(taskId);
  }

  private static void keepLog(String name, WorkerProcess worker) {
    try {
      Files.createDirectories(Table.FOLDER);
      Files.writeString(Table.FOLDER.resolve(name + ".log"), worker.log());
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
