package dev.swarmworker.deployment.scaling;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Workers that share the partitions. */
final class Fleet {

  /** A pod's way from wanted to taking tasks: a node, the image, the JVM, the group. */
  private static final int START = 45;

  /** Nobody is handed anything while the group divides the partitions anew. */
  private static final int REBALANCE = 5;

  private final int permits;
  private final int places;
  private final int grace;
  private final List<Partition> partitions;
  private final List<Pod> pods = new ArrayList<>();
  private final List<Pod> leaving = new ArrayList<>();
  private List<Pod> sharers = List.of();
  private List<List<Partition>> shares = List.of();
  private int sharedAt;
  private int cutOff;

  Fleet(int permits, int places, int grace, int partitions) {
    this.permits = permits;
    this.places = places;
    this.grace = grace;
    this.partitions = IntStream.range(0, partitions).mapToObj(_ -> new Partition()).toList();
  }

  void arrive(List<Job> jobs) {
    jobs.forEach(job -> partitions.get(job.partition).append(job));
  }

  void scaleTo(int now, int count) {
    while (pods.size() < count) {
      pods.add(new Pod(now + START, permits, places));
    }
    while (pods.size() > count) {
      Pod last = pods.removeLast();
      last.drain(now, grace, partitions);
      leaving.add(last);
    }
  }

  /** One second. */
  void tick(int now) {
    long ready = pods.stream().filter(pod -> pod.isReady(now)).count();
    if (ready != sharers.size()) {
      divide(now);
    }
    for (int i = 0; i < shares.size() && now >= sharedAt; i++) {
      sharers.get(i).fetch(now, shares.get(i));
    }
    sharers.forEach(pod -> pod.work(now));
    for (Iterator<Pod> each = leaving.iterator(); each.hasNext(); ) {
      Pod pod = each.next();
      pod.work(now);
      if (pod.isGone(now)) {
        cutOff += pod.cutOff(partitions);
        each.remove();
      }
    }
  }

  private void divide(int now) {
    sharers = pods.stream().filter(pod -> pod.isReady(now)).toList();
    sharedAt = now + REBALANCE;
    sharers.forEach(pod -> pod.giveBackHeld(partitions));
    shares = IntStream.range(0, sharers.size()).mapToObj(this::share).toList();
  }

  private List<Partition> share(int index) {
    return IntStream.range(0, partitions.size())
        .filter(partition -> partition % sharers.size() == index)
        .mapToObj(partitions::get)
        .toList();
  }

  /** As the last scrape has it; what drains is scraped too. */
  Figures figures(int now) {
    List<Pod> all = new ArrayList<>(pods);
    all.addAll(leaving);
    return new Figures(
        partitions.stream().mapToInt(Partition::lag).sum(),
        all.stream().mapToInt(Pod::running).sum(),
        all.stream().mapToInt(Pod::waiting).sum(),
        all.stream().mapToInt(pod -> pod.oldestWait(now)).max().orElse(0));
  }

  /** Tasks that nobody has begun. */
  int notBegun() {
    return partitions.stream().mapToInt(Partition::unread).sum()
        + pods.stream().mapToInt(Pod::waiting).sum();
  }

  int workers() {
    return pods.size();
  }

  /** Workers that cost something: those that drain too. */
  int paidFor() {
    return pods.size() + leaving.size();
  }

  int cutOff() {
    return cutOff;
  }
}
