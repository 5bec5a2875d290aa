package dev.swarmworker.llm;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The open connections of all endpoints. Each endpoint's client pools its own; this keeps their sum
 * within bounds and counts them.
 *
 * <p>One event loop owns it: every method but {@link #stats} runs there, as do the clients
 * themselves. So nothing changes between looking at an idle connection and closing it.
 */
final class Connections {
  private final int max;
  private final Map<String, Group> groups = new HashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong uses = new AtomicLong();

  Connections(int max) {
    this.max = max;
  }

  private static final class Group {
    private final Set<HttpConnection> idle = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<HttpConnection> busy = Collections.newSetFromMap(new IdentityHashMap<>());
    private int connecting;

    int size() {
      return idle.size() + busy.size() + Math.max(0, connecting - idle.size());
    }
  }

  /** A call to {@code endpoint} is about to ask for a connection. */
  void connecting(String endpoint) {
    group(endpoint).connecting++;
    if (groups.values().stream().mapToInt(Group::size).sum() > max) {
      closeIdleBeside(endpoint);
    }
  }

  /** It got none. */
  void failed(String endpoint) {
    group(endpoint).connecting--;
  }

  /** It got one. */
  void using(String endpoint, HttpClientRequest request) {
    Group group = group(endpoint);
    HttpConnection connection = request.connection();
    group.connecting--;
    uses.incrementAndGet();
    if (!group.idle.remove(connection)) {
      opened.incrementAndGet();
      open.incrementAndGet();
      connection.closeHandler(closed -> forget(group, connection));
    }
    group.busy.add(connection);
    busy.incrementAndGet();
  }

  /** It is done with it. A connection that closed meanwhile is no longer known here. */
  void done(String endpoint, HttpClientRequest request) {
    Group group = group(endpoint);
    if (group.busy.remove(request.connection())) {
      busy.decrementAndGet();
      group.idle.add(request.connection());
    }
  }

  private void forget(Group group, HttpConnection connection) {
    if (group.busy.remove(connection)) {
      busy.decrementAndGet();
    }
    group.idle.remove(connection);
    open.decrementAndGet();
  }

  /**
   * Makes room by closing an idle connection of another endpoint. An endpoint that is handing one
   * out at this moment is passed over, lest the very one be closed under a call.
   */
  private void closeIdleBeside(String endpoint) {
    groups.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(endpoint))
        .map(Map.Entry::getValue)
        .filter(group -> group.connecting == 0 && !group.idle.isEmpty())
        .findFirst()
        .ifPresent(
            group -> {
              HttpConnection connection = group.idle.iterator().next();
              group.idle.remove(connection);
              connection.close();
            });
  }

  private Group group(String endpoint) {
    return groups.computeIfAbsent(endpoint, name -> new Group());
  }

  /** From any thread. */
  PoolStats stats(int waiting) {
    int total = open.get();
    int inUse = Math.min(total, busy.get());
    return new PoolStats(total, inUse, total - inUse, waiting, opened.get(), uses.get());
  }
}
