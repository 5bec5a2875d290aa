package dev.swarmworker.agent;

import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Takes back slots, and takes in what their calls have taught: how quick an agent is, and whether
 * its upstream works. Of each slot the first report and the first end count.
 */
final class Reports {

  private final Lock lock;
  private final int threshold;
  private final CoolDowns coolDowns;
  private final Consumer<Entry> place;
  private final AgentListener listener;

  /**
   * @param lock of the {@link IndexedAgents}
   * @param threshold failures in a row until an agent is left out
   * @param place puts an agent that has changed where it now belongs; called under the lock
   * @param listener told outside the lock
   */
  Reports(
      Lock lock,
      int threshold,
      CoolDowns coolDowns,
      Consumer<Entry> place,
      AgentListener listener) {
    this.lock = lock;
    this.threshold = threshold;
    this.coolDowns = coolDowns;
    this.place = place;
    this.listener = listener;
  }

  void succeeded(Slot slot, long nanos) {
    report(
        slot,
        entry -> {
          entry.performance(entry.performance().succeeded(nanos));
          entry.health = entry.health.answered();
        });
  }

  void refused(Slot slot) {
    report(
        slot,
        entry -> {
          entry.performance(entry.performance().failed());
          entry.health = entry.health.answered();
        });
  }

  void failed(Slot slot) {
    report(
        slot,
        entry -> {
          entry.performance(entry.performance().failed());
          Health before = entry.health;
          entry.health = before.failed(slot.probe, threshold, coolDowns.end());
          if (entry.health.isCooling() && !before.isCooling()) {
            coolDowns.add(entry);
          }
        });
  }

  void ignored(Slot slot) {
    report(slot, entry -> entry.health = entry.health.abandoned(slot.probe));
  }

  void closed(Slot slot) {
    lock.lock();
    try {
      if (slot.end()) {
        if (slot.report()) { // nothing was reported, so nothing was learnt
          slot.entry.health = slot.entry.health.abandoned(slot.probe);
        }
        slot.entry.inFlight--;
        place.accept(slot.entry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void report(Slot slot, Consumer<Entry> lesson) {
    boolean healthy;
    boolean now;
    lock.lock();
    try {
      if (!slot.report()) {
        return;
      }
      healthy = slot.entry.health.isHealthy();
      lesson.accept(slot.entry);
      now = slot.entry.health.isHealthy();
      place.accept(slot.entry);
    } finally {
      lock.unlock();
    }
    if (healthy && !now) {
      listener.unhealthy(slot.agent());
    } else if (now && !healthy) {
      listener.recovered(slot.agent());
    }
  }
}
