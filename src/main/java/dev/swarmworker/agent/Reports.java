package dev.swarmworker.agent;

import dev.swarmworker.agent.Health.Change;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Takes back slots, and takes in what their calls have taught: how quick an agent is, and whether
 * its upstream works. Of each slot the first report and the first end count.
 */
final class Reports {

  private final Lock lock;
  private final CoolDowns coolDowns;
  private final Consumer<Entry> place;
  private final AgentListener listener;

  /**
   * @param lock of the {@link IndexedAgents}
   * @param place puts an agent that has changed where it now belongs; called under the lock
   * @param listener told outside the lock
   */
  Reports(Lock lock, CoolDowns coolDowns, Consumer<Entry> place, AgentListener listener) {
    this.lock = lock;
    this.coolDowns = coolDowns;
    this.place = place;
    this.listener = listener;
  }

  void succeeded(Slot slot, long nanos) {
    Change change = Change.NONE;
    lock.lock();
    try {
      if (slot.report()) {
        slot.entry.performance.succeeded(nanos);
        change = slot.entry.health.succeeded();
        place.accept(slot.entry);
      }
    } finally {
      lock.unlock();
    }
    tell(change, slot.agent());
  }

  void refused(Slot slot) {
    Change change = Change.NONE;
    lock.lock();
    try {
      if (slot.report()) {
        slot.entry.performance.failed();
        change = slot.entry.health.succeeded();
        place.accept(slot.entry);
      }
    } finally {
      lock.unlock();
    }
    tell(change, slot.agent());
  }

  void failed(Slot slot) {
    Change change = Change.NONE;
    lock.lock();
    try {
      if (slot.report()) {
        slot.entry.performance.failed();
        change = slot.entry.health.failed(slot.probe);
        if (change == Change.BECAME_UNHEALTHY || change == Change.STILL_UNHEALTHY) {
          coolDowns.begin(slot.entry);
        }
        place.accept(slot.entry);
      }
    } finally {
      lock.unlock();
    }
    tell(change, slot.agent());
  }

  void ignored(Slot slot) {
    lock.lock();
    try {
      if (slot.report()) {
        slot.entry.health.abandoned(slot.probe);
        place.accept(slot.entry);
      }
    } finally {
      lock.unlock();
    }
  }

  void closed(Slot slot) {
    lock.lock();
    try {
      if (slot.end()) {
        if (slot.report()) {
          slot.entry.health.abandoned(slot.probe); // nothing was reported, nothing was learnt
        }
        slot.entry.inFlight--;
        place.accept(slot.entry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(Change change, Agent agent) {
    switch (change) {
      case BECAME_UNHEALTHY -> listener.unhealthy(agent);
      case RECOVERED -> listener.recovered(agent);
      case NONE, STILL_UNHEALTHY -> {}
    }
  }
}
