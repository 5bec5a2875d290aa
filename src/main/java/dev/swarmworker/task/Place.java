package dev.swarmworker.task;

/**
 * Where a message stands.
 *
 * @param topic its name
 * @param partition of the topic
 * @param offset in the partition
 */
public record Place(String topic, int partition, long offset) {

  /** For a thread's name and for people. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
