package dev.swarmworker.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A span of this worker's life, summed up. Times in milliseconds, sizes in bytes, rates 0 to 1.
 *
 * @param from the oldest snapshot kept
 * @param to now
 * @param samples snapshots between, both ends included
 * @param work what was done between
 * @param cache looks into the result cache between
 * @param files artifacts read and written between
 * @param levels what goes up and down, by the section's and the figure's name
 * @param alerts one for each kind
 */
public record Report(
    Instant from,
    Instant to,
    int samples,
    Work work,
    Cache cache,
    Files files,
    Map<String, Level> levels,
    List<AlertLine> alerts) {

  /** Tasks brought to an outcome; {@code averageTime} from claim to outcome. */
  public record Work(
      long executed,
      long succeeded,
      long failed,
      double failureRate,
      double perSecond,
      double averageTime) {}

  public record Cache(long hits, long misses, double hitRate) {}

  public record Files(long operations, long bytes, long errors) {}

  /** A figure over the snapshots. */
  public record Level(double min, double average, double max, double latest) {}

  /**
   * An alert.
   *
   * @param active whether it is raised now
   * @param raised how often since start
   */
  public record AlertLine(String kind, double threshold, boolean active, int raised) {}

  private static final Map<String, ToDoubleFunction<Stats>> LEVELS = measured();

  private static Map<String, ToDoubleFunction<Stats>> measured() {
    Map<String, ToDoubleFunction<Stats>> levels = new LinkedHashMap<>();
    levels.put("executor.activeExecutions", s -> s.executor().activeExecutions());
    levels.put("executor.queueLength", s -> s.executor().queueLength());
    levels.put("connectionPool.inUse", s -> s.connectionPool().inUse());
    levels.put("connectionPool.waiting", s -> s.connectionPool().waiting());
    levels.put("cache.size", s -> (double) s.cache().size());
    levels.put("files.readQueue", s -> s.files().readQueue());
    levels.put("files.writeQueue", s -> s.files().writeQueue());
    levels.put("state.size", s -> (double) s.state().size());
    levels.put("history.size", s -> s.history().size());
    levels.put("system.cpu", s -> s.system().cpu());
    levels.put("system.rssBytes", s -> (double) s.system().rssBytes());
    levels.put("system.heapBytes", s -> (double) s.system().heapBytes());
    levels.put("system.threads", s -> s.system().threads());
    return levels;
  }

  /**
   * Sums up.
   *
   * @param kept oldest first
   * @param now newer than those
   */
  static Report of(List<Stats> kept, Stats now, List<AlertLine> alerts) {
    List<Stats> all = new ArrayList<>(kept);
    all.add(now);
    Stats first = all.getFirst();
    Map<String, Level> levels = new LinkedHashMap<>();
    LEVELS.forEach((name, figure) -> levels.put(name, level(all, figure)));
    return new Report(
        first.at(),
        now.at(),
        all.size(),
        work(first.executor(), now.executor(), Duration.between(first.at(), now.at())),
        cache(first.cache(), now.cache()),
        new Files(
            now.files().operations() - first.files().operations(),
            now.files().totalBytes() - first.files().totalBytes(),
            now.files().errors() - first.files().errors()),
        levels,
        alerts);
  }

  private static Work work(Stats.Executor first, Stats.Executor now, Duration span) {
    long executed = now.totalExecuted() - first.totalExecuted();
    long failed = now.totalFailed() - first.totalFailed();
    double millis =
        now.avgExecutionTime() * now.totalExecuted()
            - first.avgExecutionTime() * first.totalExecuted();
    return new Work(
        executed,
        now.totalSucceeded() - first.totalSucceeded(),
        failed,
        share((double) failed, (double) executed),
        share((double) executed, span.toNanos() / 1e9),
        share(millis, (double) executed));
  }

  private static Cache cache(Stats.Cache first, Stats.Cache now) {
    long hits = now.hits() - first.hits();
    long misses = now.misses() - first.misses();
    return new Cache(hits, misses, share((double) hits, (double) (hits + misses)));
  }

  private static Level level(List<Stats> all, ToDoubleFunction<Stats> figure) {
    var summary = all.stream().mapToDouble(figure).summaryStatistics();
    return new Level(
        summary.getMin(),
        summary.getAverage(),
        summary.getMax(),
        figure.applyAsDouble(all.getLast()));
  }

  private static double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }
}
