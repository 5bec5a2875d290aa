package dev.swarmworker.worker;

import dev.swarmworker.setting.Matching;
import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** This worker among its fleet. */
@ConfigMapping(prefix = "swarm.worker")
interface WorkerConfig {

  /**
   * Name of this worker in results, events and logs; 1 to 128 of {@code A-Z a-z 0-9 . _ -}. The
   * host's name by default, which is a pod's own. It identifies nothing: leases have tokens of
   * their own.
   */
  @Matching("[A-Za-z0-9._-]{1,128}")
  String id();

  /**
   * Workers that one task may lose, by a kill, a freeze or the end of the grace period, before it
   * is called no more and ends with {@code OUTCOME_UNKNOWN}; 1 to 1,000. So many again may be lost
   * while they settle an answer that was kept. A task that kills its worker must not go round for
   * ever.
   */
  @WithDefault("3")
  @Within(least = "1", most = "1000")
  int maxOwnershipLosses();
}
