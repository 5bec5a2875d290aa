package dev.swarmworker.task;

/** Order in which waiting tasks get a permit, most urgent first. */
public enum Priority {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW,
  BACKGROUND
}
