package dev.swarmworker.agent;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What calls change of an agent, by the agent's number: its load, its health, how it has done.
 * Gives out the numbers. Guarded by the lock of its {@link IndexedAgents}.
 *
 * <p>Packed side by side, and not an object for each agent: with a million agents in turn each
 * choice touches one not seen for long, and an object of its own lies anywhere in the heap. Here it
 * lies near the one before, where the processor has fetched it ahead.
 */
final class Standing {

  private static final int STRIDE = 4;
  private static final int IN_FLIGHT = 0;
  private static final int MAX_CONCURRENCY = 1;
  private static final int MILLIS = 2;
  private static final int SUCCESS = 3;

  /** The most calls at once of an agent taken out. */
  private static final int RETIRED = 0;

  private final Deque<Integer> freeNumbers = new ArrayDeque<>();
  private int numbers;
  private int[] fields = new int[16 * STRIDE];

  /** Who is not simply healthy, and how. */
  private final IndexSet unwell = new IndexSet();

  private final Map<Integer, Health> healthOfUnwell = new HashMap<>();

  /** Gives a new agent a number, its own until it has been retired and its last call has ended. */
  int begin(int maxConcurrency) {
    int number = freeNumbers.isEmpty() ? numbers++ : freeNumbers.pop();
    if (numbers * STRIDE > fields.length) {
      fields = Arrays.copyOf(fields, Math.multiplyExact(fields.length, 2));
    }
    fields[number * STRIDE + IN_FLIGHT] = 0;
    reconfigure(number, maxConcurrency);
    learn(number, Performance.UNTRIED);
    health(number, Health.HEALTHY);
    return number;
  }

  void reconfigure(int number, int maxConcurrency) {
    fields[number * STRIDE + MAX_CONCURRENCY] = maxConcurrency;
  }

  void retire(int number) {
    reconfigure(number, RETIRED);
    freeIfOver(number);
  }

  private void freeIfOver(int number) {
    if (inFlight(number) == 0 && fields[number * STRIDE + MAX_CONCURRENCY] == RETIRED) {
      freeNumbers.push(number);
    }
  }

  int inFlight(int number) {
    return fields[number * STRIDE + IN_FLIGHT];
  }

  /** A call goes there. */
  void callBegins(int number) {
    fields[number * STRIDE + IN_FLIGHT]++;
  }

  void callEnds(int number) {
    fields[number * STRIDE + IN_FLIGHT]--;
    freeIfOver(number);
  }

  Performance performance(int number) {
    return new Performance(
        Float.intBitsToFloat(fields[number * STRIDE + MILLIS]),
        Float.intBitsToFloat(fields[number * STRIDE + SUCCESS]));
  }

  void learn(int number, Performance performance) {
    fields[number * STRIDE + MILLIS] = Float.floatToRawIntBits(performance.millis());
    fields[number * STRIDE + SUCCESS] = Float.floatToRawIntBits(performance.success());
  }

  Health health(int number) {
    return unwell.contains(number)
        ? healthOfUnwell.getOrDefault(number, Health.HEALTHY)
        : Health.HEALTHY;
  }

  void health(int number, Health health) {
    if (!health.equals(Health.HEALTHY)) {
      unwell.add(number);
      healthOfUnwell.put(number, health);
    } else if (unwell.contains(number)) {
      unwell.remove(number);
      healthOfUnwell.remove(number);
    }
  }

  /** The level it belongs on. */
  int level(int number, SelectionPolicy policy) {
    int inFlight = inFlight(number);
    boolean free = inFlight < fields[number * STRIDE + MAX_CONCURRENCY] && health(number).admits();
    return free ? policy.level(inFlight, performance(number)) : Levels.NOWHERE;
  }
}
