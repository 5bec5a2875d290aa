package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.IndexedAgents.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoolDownsTest {

  private static final Duration DURATION = Duration.ofSeconds(30);

  private final ManualTicker ticker = new ManualTicker();
  private final Standing standing = new Standing();
  private final CoolDowns coolDowns =
      new CoolDowns(standing, new Settings(SelectionPolicy.LEAST_LOADED, 1, DURATION), ticker);
  private final int one = standing.begin(1);
  private final int other = standing.begin(1);

  @Test
  void timeNotUp_endsNone() {
    coolDowns.failed(one, false);
    ticker.advance(DURATION.minusNanos(1));

    assertThat(coolDowns.endOne()).isEqualTo(CoolDowns.NONE);
    assertThat(standing.health(one).isCooling()).isTrue();
  }

  @Test
  void timeUp_endsEachOnceInOrder() {
    coolDowns.failed(one, false);
    coolDowns.failed(other, false);
    ticker.advance(DURATION);

    assertThat(coolDowns.endOne()).isEqualTo(one);
    assertThat(standing.health(one).isProbeDue()).isTrue();
    assertThat(standing.health(other).isCooling()).isTrue();
    assertThat(coolDowns.endOne()).isEqualTo(other);
    assertThat(coolDowns.endOne()).isEqualTo(CoolDowns.NONE);
  }

  @Test
  void endOfAnEarlierCoolDown_isNotTakenForThisOnes() {
    coolDowns.failed(one, false);
    ticker.advance(Duration.ofSeconds(1));
    standing.health(one, Health.HEALTHY);
    coolDowns.failed(one, false);
    ticker.advance(DURATION.minusSeconds(1));

    assertThat(coolDowns.endOne()).isEqualTo(one);
    assertThat(standing.health(one).isCooling()).isTrue();

    ticker.advance(Duration.ofSeconds(1));
    assertThat(coolDowns.endOne()).isEqualTo(one);
    assertThat(standing.health(one).isProbeDue()).isTrue();
  }
}
