package dev.swarmworker.worker;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.AnswerJson;
import dev.swarmworker.llm.CacheKey;
import dev.swarmworker.llm.Call;
import dev.swarmworker.state.ResultCache;
import dev.swarmworker.state.ResultCache.CacheToken;
import dev.swarmworker.state.ResultCache.Lookup;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.worker.CallPolicy.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes equal calls once: what was answered before serves again, and who comes meanwhile waits. */
final class SharedCalls {

  private static final Logger LOG = Logger.getLogger(SharedCalls.class);

  /** How often somebody who waits for another's call looks whether it has been answered. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final ResultCache cache;
  private final LeaseKeeper leases;
  private final int maxBytes;

  /**
   * @param leases renews the right to make a call while it lasts
   * @param maxBytes largest answer that is kept
   */
  SharedCalls(ResultCache cache, LeaseKeeper leases, int maxBytes) {
    this.cache = cache;
    this.leases = leases;
    this.maxBytes = maxBytes;
  }

  /** A call that has not been made before. */
  interface Upstream {
    Verdict call() throws StoppedException, InterruptedException;
  }

  /** Answers from the cache, or by making the call, or not yet. */
  Verdict answered(Agent agent, Call call, Upstream upstream)
      throws StoppedException, InterruptedException {
    String key = CacheKey.of(agent.provider(), call).value();
    String token = cache.newToken(); // of this look: repeated, it does not wait for itself
    return switch (Patience.outlast(() -> cache.lookup(key, token))) {
      case Lookup.Hit hit -> {
        Optional<Answer> answer = AnswerJson.decode(hit.value());
        yield answer.isPresent()
            ? new Verdict.End(new Completed(answer.get(), true))
            : upstream.call();
      }
      case Lookup.InFlight elsewhere ->
          new Verdict.Elsewhere(
              elsewhere.remaining().compareTo(LOOK) < 0 ? elsewhere.remaining() : LOOK);
      case Lookup.Mine mine -> made(mine.token(), upstream);
    };
  }

  private Verdict made(CacheToken token, Upstream upstream)
      throws StoppedException, InterruptedException {
    Verdict verdict;
    try (LeaseKeeper.Kept _ = leases.keep(token)) {
      verdict = upstream.call();
    } catch (StoppedException | InterruptedException | RuntimeException e) {
      end(token::abandon);
      throw e;
    }
    Optional<byte[]> answer = worthKeeping(verdict);
    end(answer.isPresent() ? () -> token.put(answer.get()) : token::abandon);
    return verdict;
  }

  private Optional<byte[]> worthKeeping(Verdict verdict) {
    return verdict instanceof Verdict.End(Outcome outcome)
            && outcome instanceof Completed completed
            && completed.answer().text().length() <= maxBytes
        ? Optional.of(AnswerJson.encode(completed.answer())).filter(b -> b.length <= maxBytes)
        : Optional.empty();
  }

  /** The answer is there whatever becomes of the cache. */
  private static void end(Runnable step) {
    try {
      step.run();
    } catch (StateUnavailableException e) {
      LOG.debugf("an answer was not shared: %s", e.getMessage());
    }
  }
}
