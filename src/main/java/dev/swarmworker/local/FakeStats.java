package dev.swarmworker.local;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the fake saw. Safe for many threads: written by its event loop, read by tests. */
final class FakeStats {
  private static final int REQUESTS_KEPT = 1000;

  private final Map<String, Integer> callsById = new TreeMap<>();
  private final Map<String, FakeAnthropic.Received> lastById =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FakeAnthropic.Received> eldest) {
          return size() > REQUESTS_KEPT;
        }
      };
  private int calls;
  private int concurrent;
  private int maxConcurrent;
  private int aborted;
  private int connectionsOpened;
  private int openConnections;
  private long largestAnswer;

  /** Counts a call. Returns which one of its id it is, from 1. */
  synchronized int began(String id, FakeAnthropic.Received request) {
    calls++;
    concurrent++;
    maxConcurrent = Math.max(maxConcurrent, concurrent);
    lastById.put(id, request);
    return callsById.merge(id, 1, Integer::sum);
  }

  /** An answer ended, or its connection did. */
  synchronized void ended(long bytes) {
    concurrent--;
    largestAnswer = Math.max(largestAnswer, bytes);
  }

  synchronized void aborted() {
    aborted++;
  }

  synchronized void connectionOpened() {
    connectionsOpened++;
    openConnections++;
  }

  synchronized void connectionClosed() {
    openConnections--;
  }

  synchronized long largestAnswer() {
    return largestAnswer;
  }

  synchronized int calls() {
    return calls;
  }

  synchronized int calls(String id) {
    return callsById.getOrDefault(id, 0);
  }

  synchronized FakeAnthropic.@Nullable Received last(String id) {
    return lastById.get(id);
  }

  /** Every figure but the calls by id. */
  synchronized FakeAnthropic.Figures figures() {
    return new FakeAnthropic.Figures(
        calls, concurrent, maxConcurrent, aborted, connectionsOpened, openConnections);
  }

  synchronized JsonObject json() {
    return JsonObject.of(
        "calls", calls,
        "concurrent", concurrent,
        "maxConcurrent", maxConcurrent,
        "aborted", aborted,
        "connectionsOpened", connectionsOpened,
        "openConnections", openConnections,
        "callsById", new JsonObject(new TreeMap<>(callsById)));
  }

  /** Forgets the past; connections that are open and calls that run stay counted. */
  synchronized void reset() {
    callsById.clear();
    lastById.clear();
    calls = 0;
    aborted = 0;
    largestAnswer = 0;
    maxConcurrent = concurrent;
    connectionsOpened = openConnections;
  }
}
