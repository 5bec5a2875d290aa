package dev.swarmworker.llm;

import dev.swarmworker.llm.LlmStatus.BreakerState;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stops calls to an endpoint that keeps failing. Sees nothing but calls that have their place in
 * the pool: waiting for one says nothing of the endpoint. Safe for many threads.
 *
 * <p>A call that its own caller interrupts says nothing either. One that a task's own short bound
 * ends counts as a success: closed too early, a breaker costs some calls; held open by one task, it
 * would cost everybody. Calls from before it opened count no more, however late they end.
 */
final class Breaker {

  /** Its times are lengths of time: whoever sets the machine's clock changes none. */
  private static final Clock STEADY =
      ((InstantSource) () -> Instant.EPOCH.plusNanos(System.nanoTime())).withZone(ZoneOffset.UTC);

  private final String endpoint;
  private final CircuitBreaker breaker;

  /** At least one more for each time that it opened. */
  private final AtomicInteger openings = new AtomicInteger();

  /** A call to an endpoint. */
  interface Exchange {
    /** Makes it. */
    Reply perform() throws InterruptedException;
  }

  Breaker(String endpoint, LlmConfig.BreakerSettings settings) {
    this.endpoint = endpoint;
    int calls = settings.requestVolume();
    this.breaker =
        CircuitBreaker.of(
            endpoint,
            CircuitBreakerConfig.custom()
                .slidingWindow(calls, calls, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold((float) (100 * settings.failureRatio()))
                .waitDurationInOpenState(settings.delay())
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordResult(result -> result instanceof Reply reply && reply.upstreamFailed())
                .clock(STEADY)
                .build());
  }

  BreakerState state() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
    };
  }

  /** Makes the call, unless the breaker is open. */
  Reply call(Exchange exchange) throws InterruptedException {
    int openedBefore = openings.get();
    if (!breaker.tryAcquirePermission()) {
      return Reply.unreachable("circuit breaker of " + endpoint + " is open");
    }
    boolean probe = breaker.getState() == State.HALF_OPEN;
    @Nullable Reply reply = null;
    try {
      reply = exchange.perform();
      return reply;
    } finally {
      if (probe || openings.get() == openedBefore) {
        ended(reply);
      }
    }
  }

  /**
   * @param reply null where the call did not come to its end
   */
  private void ended(@Nullable Reply reply) {
    if (reply == null) {
      breaker.releasePermission();
    } else {
      breaker.onResult(0, TimeUnit.NANOSECONDS, reply); // none is too slow for it
      if (breaker.getState() == State.OPEN) {
        openings.incrementAndGet();
      }
    }
  }
}
