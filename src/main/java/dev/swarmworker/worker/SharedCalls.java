package dev.swarmworker.worker;

import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.llm.CacheKey;
import dev.swarmworker.llm.Question;
import dev.swarmworker.state.ResultCache;
import dev.swarmworker.state.ResultCache.CacheToken;
import dev.swarmworker.state.ResultCache.Lookup;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Task;
import dev.swarmworker.worker.CallPolicy.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Lets equal tasks be answered once, whichever agents they come to: what was answered before serves
 * again, and who comes meanwhile waits.
 */
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

  /**
   * Answers from the cache, or by making the call, or not yet.
   *
   * @param assignment who makes the call. Its answer is kept for the configuration it was chosen
   *     under: between the choice and the call, the agents may have become others
   */
  Verdict answered(Task task, Question question, Assignment assignment, Upstream upstream)
      throws StoppedException, InterruptedException {
    if (!cache.keepsAnswers()) {
      return upstream.call();
    }
    String key =
        CacheKey.of(
                assignment.configuration(),
                task.overrides().tenant(),
                Turns.demandOf(task),
                question)
            .value();
    String token = cache.newToken(); // of this look: repeated, it does not wait for itself
    return switch (Patience.outlast(() -> cache.lookup(key, token))) {
      case Lookup.Hit hit -> {
        Optional<KeptAnswer> answer = KeptAnswer.decode(hit.value());
        yield answer.isPresent() ? new Verdict.Answered(answer.get()) : upstream.call();
      }
      case Lookup.InFlight elsewhere ->
          new Verdict.Elsewhere(
              elsewhere.remaining().compareTo(LOOK) < 0 ? elsewhere.remaining() : LOOK);
      case Lookup.Mine mine -> made(mine.token(), assignment.agent().id(), upstream);
    };
  }

  private Verdict made(CacheToken token, String agentId, Upstream upstream)
      throws StoppedException, InterruptedException {
    Verdict verdict;
    try (LeaseKeeper.Kept _ = leases.keep(token)) {
      verdict = upstream.call();
    } catch (StoppedException | InterruptedException | RuntimeException e) {
      end(token::abandon);
      throw e;
    }
    Optional<byte[]> answer = worthKeeping(agentId, verdict);
    end(answer.isPresent() ? () -> token.put(answer.get()) : token::abandon);
    return verdict;
  }

  private Optional<byte[]> worthKeeping(String agentId, Verdict verdict) {
    return verdict instanceof Verdict.End(Outcome outcome)
            && outcome instanceof Completed completed
            && completed.answer().text().length() <= maxBytes
        ? Optional.of(new KeptAnswer(agentId, new Completed(completed.answer(), true)).encode())
            .filter(b -> b.length <= maxBytes)
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
