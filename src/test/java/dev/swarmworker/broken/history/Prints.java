package dev.swarmworker.broken.history;

/** Writes past the log. */
public final class Prints {
  void print() {
    System.out.println("event");
  }
}
