package dev.swarmworker.deployment.scaling;

/** A task of the simulation; all times in seconds. */
final class Job {

  final int arrived;
  final int duration;
  final int partition;
  int held;
  int started = -1;
  boolean done;

  Job(int arrived, int duration, int partition) {
    this.arrived = arrived;
    this.duration = duration;
    this.partition = partition;
  }
}
