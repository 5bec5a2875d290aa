package dev.swarmworker.agent;

import dev.swarmworker.agent.Agents.Assignment;

/** One slot of one agent. Its state is guarded by the lock of its {@link IndexedAgents}. */
final class Slot implements Assignment {

  final int number;

  /** Whether this call shows if an unhealthy agent is back. */
  final boolean probe;

  /** As configured when it was chosen. */
  final Entry entry;

  private final Reports reports;
  private final String configuration;
  private boolean reported;
  private boolean ended;

  /**
   * @param entry as configured when it was chosen
   * @param configuration of all agents then
   */
  Slot(Reports reports, int number, Entry entry, String configuration, boolean probe) {
    this.reports = reports;
    this.number = number;
    this.entry = entry;
    this.configuration = configuration;
    this.probe = probe;
  }

  @Override
  public Agent agent() {
    return entry.agent();
  }

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public void succeeded(long nanos) {
    reports.succeeded(this, nanos);
  }

  @Override
  public void refused() {
    reports.refused(this);
  }

  @Override
  public void failed() {
    reports.failed(this);
  }

  @Override
  public void ignored() {
    reports.ignored(this);
  }

  @Override
  public void close() {
    reports.closed(this);
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
