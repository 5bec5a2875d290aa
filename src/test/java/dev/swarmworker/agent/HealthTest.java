package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Health.Change;
import org.junit.jupiter.api.Test;

class HealthTest {

  private final Health health = new Health(3);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      health.failed(false);
    }
  }

  private boolean probe() {
    health.coolDownEnded(health.coolDownNumber());
    return health.begin();
  }

  @Test
  void failuresInARow_leaveItOutAtTheThreshold() {
    assertThat(health.failed(false)).isEqualTo(Change.NONE);
    assertThat(health.failed(false)).isEqualTo(Change.NONE);
    assertThat(health.admits()).isTrue();

    assertThat(health.failed(false)).isEqualTo(Change.BECAME_UNHEALTHY);

    assertThat(health.admits()).isFalse();
    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void successBetween_beginsTheCountAgain() {
    fail(2);
    assertThat(health.succeeded()).isEqualTo(Change.NONE);
    fail(2);

    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void coolDownOver_admitsOneProbeAlone() {
    fail(3);

    assertThat(probe()).isTrue();

    assertThat(health.admits()).isFalse();
    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void probeSucceeds_recovers() {
    fail(3);
    probe();

    assertThat(health.succeeded()).isEqualTo(Change.RECOVERED);

    assertThat(health.isHealthy()).isTrue();
    assertThat(health.begin()).isFalse();
    fail(2);
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void probeFails_isLeftOutAgain() {
    fail(3);
    probe();

    assertThat(health.failed(true)).isEqualTo(Change.STILL_UNHEALTHY);

    assertThat(health.admits()).isFalse();
    assertThat(probe()).isTrue();
  }

  @Test
  void probeAbandoned_anotherFollows() {
    fail(3);
    probe();

    health.abandoned(true);

    assertThat(health.begin()).isTrue();
  }

  @Test
  void olderCallsWhileLeftOut_onlyTheirSuccessCounts() {
    fail(3);
    assertThat(health.failed(false)).isEqualTo(Change.NONE);
    probe();
    assertThat(health.failed(false)).isEqualTo(Change.NONE);
    health.abandoned(false);
    assertThat(health.admits()).isFalse();

    assertThat(health.succeeded()).isEqualTo(Change.RECOVERED);
  }

  @Test
  void endOfAnEarlierCoolDown_isNotTakenForThisOnes() {
    fail(3);
    int first = health.coolDownNumber();
    health.succeeded();
    fail(3);

    health.coolDownEnded(first);

    assertThat(health.admits()).isFalse();
  }
}
