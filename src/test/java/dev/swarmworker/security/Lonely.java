package dev.swarmworker.security;

import static org.awaitility.Awaitility.await;

import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A worker with nobody to talk to: enough where only its own ports matter. */
final class Lonely {

  private static final Duration START = Duration.ofSeconds(90);

  private Lonely() {}

  /** Starts one and waits until it has started; it will never be ready. */
  static WorkerProcess start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    all.put("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1");
    all.put("ANTHROPIC_API_KEY", "none");
    all.put("ANTHROPIC_BASE_URL", "http://127.0.0.1:1");
    all.put("SWARM_EXECUTOR_DRAIN_TIMEOUT", "0S");
    all.putAll(settings);
    WorkerProcess worker = WorkerProcess.start("lonely", all);
    try {
      await()
          .atMost(START)
          .until(() -> worker.hasExited() || worker.managementStatus("/q/health/started") == 200);
    } catch (RuntimeException e) {
      worker.close();
      throw new IllegalStateException(worker.log(), e);
    }
    if (worker.hasExited()) {
      throw new IllegalStateException(worker.log());
    }
    return worker;
  }
}
