package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoolDownsTest {

  private static final Duration DURATION = Duration.ofSeconds(30);

  private final ManualTicker ticker = new ManualTicker();
  private final CoolDowns coolDowns = new CoolDowns(DURATION, ticker);
  private final Entry one = new Entry(0, TestAgents.agent("one", 1, "x"));
  private final Entry other = new Entry(1, TestAgents.agent("other", 1, "x"));

  private void begin(Entry entry) {
    entry.health = entry.health.failed(false, 1, coolDowns.end());
    coolDowns.add(entry);
  }

  @Test
  void timeNotUp_endsNone() {
    begin(one);
    ticker.advance(DURATION.minusNanos(1));

    assertThat(coolDowns.endOne()).isNull();
    assertThat(one.health.isCooling()).isTrue();
  }

  @Test
  void timeUp_endsEachOnceInOrder() {
    begin(one);
    begin(other);
    ticker.advance(DURATION);

    assertThat(coolDowns.endOne()).isSameAs(one);
    assertThat(one.health.isProbeDue()).isTrue();
    assertThat(other.health.isCooling()).isTrue();
    assertThat(coolDowns.endOne()).isSameAs(other);
    assertThat(coolDowns.endOne()).isNull();
  }

  @Test
  void endOfAnEarlierCoolDown_isNotTakenForThisOnes() {
    begin(one);
    ticker.advance(Duration.ofSeconds(1));
    one.health = one.health.answered();
    begin(one);
    ticker.advance(DURATION.minusSeconds(1));

    assertThat(coolDowns.endOne()).isSameAs(one);
    assertThat(one.health.isCooling()).isTrue();

    ticker.advance(Duration.ofSeconds(1));
    assertThat(coolDowns.endOne()).isSameAs(one);
    assertThat(one.health.isProbeDue()).isTrue();
  }
}
