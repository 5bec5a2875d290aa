package dev.swarmworker.agent;

import dev.swarmworker.agent.Agents.Assignment;

/** One slot of one agent. Its state is guarded by the lock of its {@link IndexedAgents}. */
final class Slot implements Assignment {

  final Entry entry;

  /** Whether this call shows if an unhealthy agent is back. */
  final boolean probe;

  private final IndexedAgents owner;
  private final Agent agent;
  private boolean reported;
  private boolean ended;

  /**
   * @param agent as configured when it was chosen
   */
  Slot(IndexedAgents owner, Entry entry, Agent agent, boolean probe) {
    this.owner = owner;
    this.entry = entry;
    this.agent = agent;
    this.probe = probe;
  }

  @Override
  public Agent agent() {
    return agent;
  }

  @Override
  public void succeeded(long nanos) {
    owner.succeeded(this, nanos);
  }

  @Override
  public void failed() {
    owner.failed(this);
  }

  @Override
  public void ignored() {
    owner.ignored(this);
  }

  @Override
  public void close() {
    owner.close(this);
  }

  /** Whether this is the first report. */
  boolean report() {
    boolean first = !reported;
    reported = true;
    return first;
  }

  /** Whether this is the first end. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }
}
