package dev.swarmworker.deployment.scaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** One worker: so many places, so many permits. */
final class Pod {

  final int readyAt;
  private final int permits;
  private final int places;
  private final Deque<Job> held = new ArrayDeque<>();
  private final List<Job> running = new ArrayList<>();
  private int goneAt = Integer.MAX_VALUE;

  Pod(int readyAt, int permits, int places) {
    this.readyAt = readyAt;
    this.permits = permits;
    this.places = places;
  }

  boolean isReady(int now) {
    return now >= readyAt && goneAt == Integer.MAX_VALUE;
  }

  boolean isGone(int now) {
    return now >= goneAt || (goneAt < Integer.MAX_VALUE && running.isEmpty());
  }

  /** Takes from its partitions in turn while it has room. */
  void fetch(int now, List<Partition> own) {
    boolean found = true;
    while (found && held.size() + running.size() < places) {
      found = false;
      for (Partition partition : own) {
        Job job = held.size() + running.size() < places ? partition.poll() : null;
        if (job != null) {
          job.held = now;
          held.addLast(job);
          found = true;
        }
      }
    }
  }

  /** Ends what is over and begins what has a permit. */
  void work(int now) {
    for (Iterator<Job> jobs = running.iterator(); jobs.hasNext(); ) {
      Job job = jobs.next();
      if (now >= job.started + job.duration) {
        job.done = true;
        jobs.remove();
      }
    }
    while (running.size() < permits && !held.isEmpty()) {
      Job job = held.pollFirst();
      job.started = now;
      running.add(job);
    }
  }

  /** What waits goes back at once, what runs may end within the grace. */
  void drain(int now, int grace, List<Partition> partitions) {
    goneAt = now + grace;
    giveBackHeld(partitions);
  }

  void giveBackHeld(List<Partition> partitions) {
    while (!held.isEmpty()) {
      Job job = held.pollLast();
      partitions.get(job.partition).giveBack(job);
    }
  }

  /** The calls that the end of the grace cuts off. */
  int cutOff(List<Partition> partitions) {
    running.forEach(job -> partitions.get(job.partition).giveBack(job));
    return running.size();
  }

  int running() {
    return running.size();
  }

  int waiting() {
    return held.size();
  }

  /** Seconds that the longest waiting one has waited in this worker's line. */
  int oldestWait(int now) {
    return held.stream().mapToInt(job -> now - job.held).max().orElse(0);
  }
}
