package dev.swarmworker.agent;

import java.util.concurrent.locks.Lock;
import java.util.function.IntConsumer;

/**
 * Takes back slots, and takes in what their calls have taught: how quick an agent is, and whether
 * its upstream works. Of each slot the first report and the first end count.
 */
final class Reports {

  private final Lock lock;
  private final Standing standing;
  private final CoolDowns coolDowns;
  private final Present present;
  private final AgentListener listener;

  /** The agents as they are now. */
  interface Present {

    /** Puts an agent that has changed where it now belongs. */
    void place(int number);

    /**
     * Whether the agent is still reached where, and by the key with which, this call was made: else
     * the call says nothing of it.
     */
    boolean isReachedAsBefore(Slot slot);
  }

  /**
   * @param lock of the {@link IndexedAgents}
   * @param present the agents; asked under the lock
   * @param listener told outside the lock
   */
  Reports(
      Lock lock, Standing standing, CoolDowns coolDowns, Present present, AgentListener listener) {
    this.lock = lock;
    this.standing = standing;
    this.coolDowns = coolDowns;
    this.present = present;
    this.listener = listener;
  }

  void succeeded(Slot slot, long nanos) {
    report(
        slot,
        number -> {
          standing.learn(number, standing.performance(number).succeeded(nanos));
          standing.health(number, standing.health(number).answered());
        });
  }

  void refused(Slot slot) {
    report(
        slot,
        number -> {
          standing.learn(number, standing.performance(number).failed());
          standing.health(number, standing.health(number).answered());
        });
  }

  void failed(Slot slot) {
    report(
        slot,
        number -> {
          standing.learn(number, standing.performance(number).failed());
          coolDowns.failed(number, slot.probe);
        });
  }

  void ignored(Slot slot) {
    report(slot, number -> nothingLearnt(number, slot.probe));
  }

  private void nothingLearnt(int number, boolean probe) {
    standing.health(number, standing.health(number).abandoned(probe));
  }

  void closed(Slot slot) {
    lock.lock();
    try {
      if (slot.end()) {
        if (slot.report() && present.isReachedAsBefore(slot)) {
          nothingLearnt(slot.number, slot.probe);
        }
        standing.callEnds(slot.number);
        present.place(slot.number);
      }
    } finally {
      lock.unlock();
    }
  }

  private void report(Slot slot, IntConsumer lesson) {
    boolean healthy;
    boolean now;
    lock.lock();
    try {
      if (!slot.report()) {
        return;
      }
      healthy = standing.health(slot.number).isHealthy();
      if (present.isReachedAsBefore(slot)) {
        lesson.accept(slot.number);
      }
      now = standing.health(slot.number).isHealthy();
      present.place(slot.number);
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
