package dev.swarmworker.support;

import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Cluster;

/**
 * The worker's own assignor, for a member of its group that leads it: while it is held, a rebalance
 * stands still after all have joined and before anybody is told his partitions.
 */
public final class HeldAssignor extends CooperativeStickyAssignor {

  private static volatile Hold hold;

  /** Holds rebalances from now on until closed; one at a time. */
  public static Hold hold() {
    hold = new Hold();
    return hold;
  }

  @Override
  public ConsumerPartitionAssignor.GroupAssignment assign(
      Cluster metadata, ConsumerPartitionAssignor.GroupSubscription subscription) {
    Hold present = hold;
    if (present != null) {
      present.pass();
    }
    return super.assign(metadata, subscription);
  }

  /** One rebalance, or several, that stand still. */
  public static final class Hold implements AutoCloseable {

    private final CountDownLatch assigning = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private void pass() {
      assigning.countDown();
      awaitUninterrupted(released);
    }

    /** Waits until all members have joined. */
    public void awaitAssigning() {
      awaitUninterrupted(assigning);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      hold = null;
      released.countDown();
    }
  }
}
