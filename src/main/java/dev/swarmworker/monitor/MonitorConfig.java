package dev.swarmworker.monitor;

import dev.swarmworker.artifact.ByteSize;
import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How often this worker looks at itself, and what it calls too much. */
@ConfigMapping(prefix = "swarm.monitor")
public interface MonitorConfig {

  /** Between two samples; 100 ms or more. */
  @WithDefault("10s")
  @Within(least = "100ms")
  Duration interval();

  /** A task that runs longer is slow; 1 ms or more. */
  @WithDefault("30s")
  @Within(least = "1ms")
  Duration slowTaskThreshold();

  /**
   * How long nothing may move while something is due, before this worker counts as stalled; 1 s or
   * more. Upstream calls within their time and waits between attempts are no stall.
   */
  @WithDefault("2m")
  @Within(least = "1s")
  Duration stallLimit();

  /**
   * Memory that the process should stay within, as the operating system counts it; unless it is
   * said, 90% of the container's limit, or 512 MiB where there is none.
   */
  Optional<ByteSize> memoryBudget();

  /** Snapshots kept, 1 to 100000; 360 are an hour at the default interval. */
  @WithDefault("360")
  @Within(least = "1", most = "100000")
  int history();

  /** When an alert is raised, and when it is cleared. */
  Thresholds alerts();

  /** What is not a key of its own above. */
  interface Thresholds {

    /** Raised above this share of failed tasks, 0 to 1. */
    @WithDefault("0.1")
    @Within(least = "0", most = "1")
    double failureRate();

    /** Raised above this share of the pool in use, 0 to 1. */
    @WithDefault("0.9")
    @Within(least = "0", most = "1")
    double poolUse();

    /** Raised above this many calls waiting for a connection. */
    @WithDefault("0")
    @Within(least = "0")
    int poolWaiting();

    /**
     * Samples in a row above a threshold before its alert is raised, 1 to 1000; a slow task needs
     * one.
     */
    @WithDefault("3")
    @Within(least = "1", most = "1000")
    int samples();

    /** Cleared at this share of the threshold or below, 0 to 1. */
    @WithDefault("0.9")
    @Within(least = "0", most = "1")
    double clearRatio();
  }
}
