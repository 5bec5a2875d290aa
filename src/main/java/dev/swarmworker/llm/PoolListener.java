package dev.swarmworker.llm;

/** Told when the connection pool cannot serve. Must not block. */
@FunctionalInterface
public interface PoolListener {

  /**
   * A call got no connection within its time.
   *
   * @param detail one line for people
   */
  void exhausted(String detail);
}
