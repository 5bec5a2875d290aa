package dev.swarmworker.deployment.scaling;

import java.util.ArrayDeque;
import java.util.Deque;

/** Records in their order: what is read in turn, and what is committed only without a gap. */
final class Partition {

  private final Deque<Job> unread = new ArrayDeque<>();
  private final Deque<Job> uncommitted = new ArrayDeque<>();

  void append(Job job) {
    unread.addLast(job);
    uncommitted.addLast(job);
  }

  /** The next record, or null. */
  Job poll() {
    return unread.pollFirst();
  }

  /** Will be delivered again, before all others. */
  void giveBack(Job job) {
    unread.addFirst(job);
  }

  /** Records from the committed offset to the end: finished ones behind an unfinished count. */
  int lag() {
    while (!uncommitted.isEmpty() && uncommitted.peekFirst().done) {
      uncommitted.removeFirst();
    }
    return uncommitted.size();
  }

  int unread() {
    return unread.size();
  }
}
