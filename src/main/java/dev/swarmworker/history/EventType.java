package dev.swarmworker.history;

/** What happened. The wire names are the contract's. */
public enum EventType {
  TASK_RECEIVED("task.received"),
  TASK_CLAIMED("task.claimed"),
  TASK_STARTED("task.started"),
  TASK_RETRYING("task.retrying"),
  TASK_COMPLETED("task.completed"),
  TASK_FAILED("task.failed"),
  TASK_CANCELLED("task.cancelled"),
  TASK_TIMEOUT("task.timeout"),
  TASK_REPUBLISHED("task.republished"),
  TASK_DEAD_LETTERED("task.dead-lettered"),
  ARTIFACT_UNWRITTEN("artifact.unwritten"),
  LEASE_LOST("lease.lost"),
  AGENT_UNHEALTHY("agent.unhealthy"),
  AGENT_RECOVERED("agent.recovered"),
  POOL_EXHAUSTED("pool.exhausted"),
  ALERT_RAISED("alert.raised"),
  ALERT_CLEARED("alert.cleared"),
  WORKER_STARTED("worker.started"),
  WORKER_DRAINING("worker.draining"),
  WORKER_STOPPED("worker.stopped");

  private final String wireName;

  EventType(String wireName) {
    this.wireName = wireName;
  }

  /** The name used on the wire. */
  public String wireName() {
    return wireName;
  }
}
