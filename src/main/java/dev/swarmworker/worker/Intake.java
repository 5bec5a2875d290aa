package dev.swarmworker.worker;

/** Where deliveries come from. */
public interface Intake {

  /** Makes ready, and takes nothing in yet. Once. */
  void start();

  /** Begins to take deliveries in, unless it was paused. */
  void open();

  /** Asks for no more; what was asked for may still come. For good. */
  void pause();

  /** Whether another delivery is asked for, and so would find a place. */
  boolean isOpen();

  /** Whether it failed for good: only a new process helps. */
  boolean isBroken();
}
