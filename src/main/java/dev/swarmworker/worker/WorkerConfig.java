package dev.swarmworker.worker;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;

/** This worker among its fleet. */
@ConfigMapping(prefix = "swarm.worker")
interface WorkerConfig {

  /**
   * Name of this worker in results, events and logs; 1 to 128 of {@code A-Z a-z 0-9 . _ -}. The
   * host's name by default, which is a pod's own. It identifies nothing: leases have tokens of
   * their own.
   */
  @Pattern(regexp = "[A-Za-z0-9._-]{1,128}") String id();
}
