package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SystemSamplerTest {

  private final SystemSampler sampler = SystemSampler.ofThisProcess();

  @Test
  void busyProcess_showsInEveryFigure() {
    // Given
    byte[] held = new byte[32 * 1024 * 1024];
    Arrays.fill(held, (byte) 1);

    // Then: turning round here is the work that is measured
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Arrays.sort(held);
              assertThat(sampler.sample().cpu()).isBetween(0.001, 1.0);
            });
    SystemSample sample = sampler.sample();
    assertThat(sample.heapBytes()).isGreaterThan(held.length);
    assertThat(sample.rssBytes()).isGreaterThan(held.length);
    assertThat(sample.uptime()).isPositive();
  }

  @Test
  void platformThreads_areCountedAndVirtualOnesAreNot() throws InterruptedException {
    // Given
    CountDownLatch end = new CountDownLatch(1);
    Runnable waiting = () -> awaitQuietly(end);
    int before = sampler.sample().threads();

    // When
    Thread[] platform = new Thread[50];
    for (int i = 0; i < platform.length; i++) {
      platform[i] = Thread.ofPlatform().start(waiting);
    }
    Thread[] virtual = new Thread[1000];
    for (int i = 0; i < virtual.length; i++) {
      virtual[i] = Thread.ofVirtual().start(waiting);
    }

    // Then, whatever threads of others came and went
    assertThat(sampler.sample().threads()).isBetween(before + 30, before + 100);
    end.countDown();
    for (Thread thread : platform) {
      thread.join();
    }
  }

  @Test
  void uptime_isThatOfTheMachine() {
    long before = ManagementFactory.getRuntimeMXBean().getUptime();

    assertThat(sampler.sample().uptime()).isGreaterThanOrEqualTo(Duration.ofMillis(before));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
