package dev.swarmworker.agent;

import dev.swarmworker.Measured;
import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What an agent costs a task: to choose it, to report how the call went, and to give its slot back.
 * Eight calls are in flight all the time; the oldest ends when a new one begins.
 *
 * <p>The heap is as large for ten agents as for a million, and touched before: else the fleets
 * would differ in how many pages of a growing heap are touched for the first time.
 */
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-Xmn256m", "-XX:+AlwaysPreTouch"})
public class SelectionBenchmark extends Measured {

  private static final int IN_FLIGHT = 8;
  private static final long CALL_NANOS = 2_000_000_000;

  @Param({"10", "10000", "1000000"})
  int agents;

  @Param Fleet fleet;

  @Param SelectionPolicy policy;

  private final Assignment[] running = new Assignment[IN_FLIGHT];
  private IndexedAgents indexed;
  private List<Demand> demands;
  private int turn;

  @Setup
  public void start() {
    indexed = fleet.of(agents, policy);
    demands = fleet.demands();
    for (int i = 0; i < IN_FLIGHT; i++) {
      running[i] = select();
    }
    // A fleet that has worked for a while: every agent was called, and all have been measured
    for (int i = 0; i < 2 * agents; i++) {
      oneMoreCall();
    }
  }

  @Benchmark
  public Assignment oneMoreCall() {
    int slot = turn++ & (IN_FLIGHT - 1);
    Assignment ended = running[slot];
    ended.succeeded(CALL_NANOS);
    ended.close();
    Assignment begun = select();
    running[slot] = begun;
    return begun;
  }

  private Assignment select() {
    Demand demand = demands.get(Math.floorMod(turn, demands.size()));
    return switch (indexed.select(demand)) {
      case Selection.Assigned assigned -> assigned.assignment();
      case Selection.Busy _ -> throw new IllegalStateException("busy");
      case Selection.NoneCapable none -> throw new IllegalStateException(none.reason());
    };
  }
}
