package dev.swarmworker.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A worker with little room, that looks at itself often. */
public final class Quick implements QuarkusTestProfile {

  public static final int CONCURRENCY = 2;
  public static final int STREAMS = 3;

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>();
    settings.put("swarm.executor.concurrency", String.valueOf(CONCURRENCY));
    settings.put("swarm.events.max-streams", String.valueOf(STREAMS));
    settings.put("swarm.events.keep-alive", "300ms");
    settings.put("swarm.events.patience", "5s");
    settings.put("swarm.monitor.interval", "200ms");
    settings.put("swarm.monitor.slow-task-threshold", "1s");
    settings.put("swarm.monitor.history", "20");
    settings.put("swarm.monitor.alerts.samples", "1");
    settings.put("swarm.selection.failure-threshold", "2");
    settings.put("swarm.selection.cool-down", "1s");
    settings.put("swarm.pool.min", "0");
    settings.put("swarm.pool.max", "1");
    settings.put("swarm.pool.acquire-timeout", "500ms");
    settings.put("swarm.llm.backoff.base", "10ms");
    settings.put("swarm.llm.backoff.max", "20ms");
    settings.put("swarm.agents.lonely.type", "lonely");
    settings.put("swarm.agents.lonely.capabilities", "solitude");
    return settings;
  }
}
