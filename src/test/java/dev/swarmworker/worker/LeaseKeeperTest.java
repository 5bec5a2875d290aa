package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.InMemoryTaskStore;
import dev.swarmworker.state.ResultCache.CacheToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When something is renewed, where renewals have to wait for their turn. */
class LeaseKeeperTest {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final List<Runnable> waiting = new ArrayList<>();
  private long now;
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          new InMemoryTaskStore(InstantSource.system()), LEASE, () -> now, waiting::add);
  private final Counted token = new Counted();

  private static final class Counted implements CacheToken {
    private int renewals;

    @Override
    public boolean renew() {
      renewals++;
      return true;
    }

    @Override
    public void put(byte[] value) {
      throw new AssertionError("nobody stores anything");
    }

    @Override
    public void abandon() {
      throw new AssertionError("nobody gives it up");
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
    keeper.tick();
  }

  private void runAll() {
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(Runnable::run);
  }

  @Test
  void afterAThirdOfItsLength_isRenewed() {
    keeper.keep(token);
    pass(Duration.ofMillis(4_999));
    assertThat(waiting).isEmpty();

    pass(Duration.ofMillis(1));
    runAll();
    assertThat(token.renewals).isEqualTo(1);

    pass(LEASE.dividedBy(3));
    runAll();
    assertThat(token.renewals).isEqualTo(2);
  }

  @Test
  void thatHasToWait_isNotAskedForAgain() {
    keeper.keep(token);
    pass(LEASE.dividedBy(3));
    pass(LEASE.dividedBy(3));
    assertThat(waiting).hasSize(1);

    runAll();
    pass(LEASE.dividedBy(3));
    assertThat(waiting).hasSize(1);
  }

  @Test
  void thatIsOverBeforeItsTurn_isNotRenewed() {
    LeaseKeeper.Kept kept = keeper.keep(token);
    pass(LEASE.dividedBy(3));
    kept.close();
    runAll();

    assertThat(token.renewals).isZero();
  }
}
