package dev.swarmworker.llm;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of all endpoints. Each endpoint's client pools its own; this keeps their sum
 * within bounds and counts them.
 *
 * <p>One event loop owns it: every method but {@link #stats} runs there, as do the clients
 * themselves. So nothing changes between looking at an idle connection and closing it.
 *
 * <p>A connection is known from its first request on. The client may hand a connection from one
 * call to the next before the first has said that it is done with it; and one that it opened for a
 * call which then got another's is not known until it is used.
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

  /** One endpoint's connections, each with the request on it. */
  private static final class Group {
    private final IdentityHashMap<HttpConnection, @Nullable HttpClientRequest> connections =
        new IdentityHashMap<>();
    private int busy;
    private int connecting;

    /** Says who uses a connection; true where it was not known. */
    boolean occupy(HttpConnection connection, HttpClientRequest request) {
      boolean known = connections.containsKey(connection);
      busy += connections.put(connection, request) == null ? 1 : 0;
      return !known;
    }

    /** Says that nobody uses a connection any more. */
    void vacate(HttpConnection connection) {
      connections.put(connection, null);
      busy--;
    }

    void forget(HttpConnection connection) {
      busy -= connections.remove(connection) == null ? 0 : 1;
    }

    @Nullable HttpConnection idle() {
      for (Map.Entry<HttpConnection, @Nullable HttpClientRequest> entry : connections.entrySet()) {
        if (entry.getValue() == null) {
          return entry.getKey();
        }
      }
      return null;
    }

    /** Connections there are, or will be when those who ask for one have got it. */
    int size() {
      return Math.max(connections.size(), busy + connecting);
    }
  }

  /** A call to {@code endpoint} is about to ask for a connection. */
  void connecting(String endpoint) {
    group(endpoint).connecting++;
    int size = 0;
    for (Group group : groups.values()) {
      size += group.size();
    }
    if (size > max) {
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
    group.connecting--;
    uses.incrementAndGet();
    HttpConnection connection = request.connection();
    if (group.occupy(connection, request)) {
      opened.incrementAndGet();
      connection.closeHandler(closed -> forget(group, connection));
      // The call on it hears of a reset by itself; without a handler Vert.x logs it as an error.
      connection.exceptionHandler(broken -> {});
    }
    count();
  }

  /** It is done with it, unless the connection is closed or another call's by now. */
  void done(String endpoint, HttpClientRequest request) {
    if (isUsedBy(endpoint, request)) {
      group(endpoint).vacate(request.connection());
      count();
    }
  }

  /** Whether the connection that the request got is open and still its own. */
  boolean isUsedBy(String endpoint, HttpClientRequest request) {
    return group(endpoint).connections.get(request.connection()) == request;
  }

  private void forget(Group group, HttpConnection connection) {
    group.forget(connection);
    count();
  }

  private void count() {
    int all = 0;
    int used = 0;
    for (Group group : groups.values()) {
      all += group.connections.size();
      used += group.busy;
    }
    open.set(all);
    busy.set(used);
  }

  /**
   * Makes room by closing an idle connection of another endpoint. An endpoint that is handing one
   * out at this moment is passed over, lest the very one be closed under a call.
   */
  private void closeIdleBeside(String endpoint) {
    for (Map.Entry<String, Group> entry : groups.entrySet()) {
      Group group = entry.getValue();
      HttpConnection idle = group.idle();
      if (!entry.getKey().equals(endpoint) && group.connecting == 0 && idle != null) {
        forget(group, idle);
        idle.close();
        return;
      }
    }
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
