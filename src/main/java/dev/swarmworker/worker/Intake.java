package dev.swarmworker.worker;

/** Where deliveries come from. */
public interface Intake {

  /** Begins to take deliveries in, unless it was paused. Once. */
  void open();

  /** Takes nothing more in, and keeps what it has. For good. */
  void pause();

  /** Lets the offsets pass of all that is acknowledged, and takes nothing in any more. Once. */
  void close();

  /** Whether another delivery would find a place. */
  boolean isOpen();

  /** Whether it failed for good: only a new process helps. */
  boolean isBroken();
}
