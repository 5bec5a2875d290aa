package dev.swarmworker.llm;

import dev.swarmworker.llm.LlmStatus.BreakerState;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Stops calls to an endpoint that keeps failing. Sees nothing but calls that have their connection:
 * waiting for one says nothing of the endpoint. Safe for many threads.
 *
 * <p>A call that its own caller interrupts counts as a success, since an exception that is no
 * failure does; it was no failure of the endpoint's. So does one that a task's own short bound
 * ends: closed too early, a breaker costs some calls; held open by one task, it would cost
 * everybody.
 */
final class Breaker {
  private final String endpoint;
  private final TypedGuard<Reply> guard;
  private volatile BreakerState state = BreakerState.CLOSED;

  Breaker(String endpoint, LlmConfig.BreakerSettings settings) {
    this.endpoint = endpoint;
    this.guard =
        TypedGuard.create(Reply.class)
            .withDescription("llm " + endpoint)
            .withCircuitBreaker()
            .requestVolumeThreshold(settings.requestVolume())
            .failureRatio(settings.failureRatio())
            .delay(settings.delay().toMillis(), ChronoUnit.MILLIS)
            .failOn(UpstreamFailed.class)
            .onStateChange(this::changed)
            .done()
            .build();
  }

  private void changed(CircuitBreakerState now) {
    state =
        switch (now) {
          case CLOSED -> BreakerState.CLOSED;
          case OPEN -> BreakerState.OPEN;
          case HALF_OPEN -> BreakerState.HALF_OPEN;
        };
  }

  BreakerState state() {
    return state;
  }

  /** Makes the call, unless the breaker is open. */
  Reply call(Callable<Reply> action) throws InterruptedException {
    try {
      return guard.call(() -> failingLoudly(action.call()));
    } catch (UpstreamFailed failed) {
      return failed.reply;
    } catch (CircuitBreakerOpenException open) {
      return Reply.unreachable("circuit breaker of " + endpoint + " is open");
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("no other exception is declared", e);
    }
  }

  private static Reply failingLoudly(Reply reply) throws UpstreamFailed {
    if (reply.upstreamFailed()) {
      throw new UpstreamFailed(reply);
    }
    return reply;
  }

  /** The library's breaker counts exceptions only. This one never leaves the class. */
  private static final class UpstreamFailed extends Exception {
    private final transient Reply reply;

    UpstreamFailed(Reply reply) {
      super(null, null, false, false);
      this.reply = reply;
    }
  }
}
