package dev.swarmworker.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The agents behind one lock, held for a fraction of a microsecond, however many there are.
 *
 * <p>Every change of an agent (a slot taken or given back, a report, the end of a cool-down) puts
 * it at once on the level where it belongs, so that a choice never meets one that is full or left
 * out.
 */
public final class IndexedAgents implements Agents {

  /** Bounds what one choice does for others when very many cool-downs end together. */
  private static final int MOST_ENDED_AT_ONCE = 64;

  /**
   * Of so many choices by performance, one passes over the best: who was slow is measured again.
   */
  private static final int EXPLORE_EVERY = 64;

  private static final Selection.Busy BUSY = new Selection.Busy();

  private final ReentrantLock lock = new ReentrantLock();
  private final CapabilityIndex index = new CapabilityIndex();
  private final Map<String, Entry> byId = new HashMap<>();
  private final Deque<Integer> freeNumbers = new ArrayDeque<>();
  private final Settings settings;
  private final CoolDowns coolDowns;
  private final Reports reports;
  private long choices;

  /**
   * How agents are chosen and left out.
   *
   * @param policy whom to prefer
   * @param failureThreshold failures in a row until an agent is left out, at least 1
   * @param coolDown for how long
   */
  public record Settings(SelectionPolicy policy, int failureThreshold, Duration coolDown) {}

  /**
   * @param ticker nanoseconds that only grow, as {@link System#nanoTime}
   * @param listener told outside the lock
   */
  public IndexedAgents(Settings settings, LongSupplier ticker, AgentListener listener) {
    this.settings = settings;
    this.coolDowns = new CoolDowns(settings.coolDown(), ticker);
    this.reports = new Reports(lock, settings.failureThreshold(), coolDowns, this::place, listener);
  }

  /** Adds an agent, or changes the one of the same id; its calls in flight go on and count. */
  public void put(Agent agent) {
    lock.lock();
    try {
      @Nullable Entry known = byId.get(agent.id());
      Entry entry = known != null ? known : newEntry(agent);
      if (known != null) {
        index.remove(entry);
        entry.reconfigure(agent);
      }
      byId.put(agent.id(), entry);
      index.add(entry);
      place(entry);
    } finally {
      lock.unlock();
    }
  }

  private Entry newEntry(Agent agent) {
    @Nullable Integer free = freeNumbers.poll();
    int number = free != null ? free : byId.size();
    return new Entry(number, agent);
  }

  /** Takes an agent out; its calls in flight go on. Nothing happens where it is unknown. */
  public void remove(String id) {
    lock.lock();
    try {
      @Nullable Entry entry = byId.remove(id);
      if (entry != null) {
        index.remove(entry);
        freeNumbers.push(entry.index);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Selection select(Demand demand) {
    lock.lock();
    try {
      endCoolDowns();
      Pool pool = index.pool(demand);
      @Nullable Entry chosen = preferred(demand);
      if (chosen == null) {
        chosen = pool.choose(skip(), allowedBy(demand));
      }
      return chosen != null ? new Selection.Assigned(take(chosen)) : nobody(demand, pool);
    } finally {
      lock.unlock();
    }
  }

  private static Predicate<Entry> allowedBy(Demand demand) {
    Set<String> excluded = demand.excluded();
    return excluded.isEmpty()
        ? IndexedAgents::anybody
        : entry -> !excluded.contains(entry.agent().id());
  }

  /** Without a look at the agent: with very many, each look is a miss in the processor's cache. */
  private static boolean anybody(Entry unseen) {
    return true;
  }

  private int skip() {
    choices++;
    boolean explore =
        settings.policy() == SelectionPolicy.PERFORMANCE_BASED && choices % EXPLORE_EVERY == 0;
    return explore ? (int) (choices / EXPLORE_EVERY % Integer.MAX_VALUE) : 0;
  }

  private @Nullable Entry preferred(Demand demand) {
    if (demand.preferred().isEmpty()) {
      return null;
    }
    Query query = Query.of(demand);
    for (String id : demand.preferred()) {
      @Nullable Entry entry = byId.get(id);
      if (entry != null
          && entry.level != Levels.NOWHERE
          && !demand.excluded().contains(id)
          && entry.meets(query)) {
        return entry;
      }
    }
    return null;
  }

  private Selection nobody(Demand demand, Pool pool) {
    if (pool.size() == 0) {
      return new Selection.NoneCapable(index.whyNobody(demand));
    }
    Query query = Query.of(demand);
    long excluded =
        demand.excluded().stream()
            .map(byId::get)
            .filter(entry -> entry != null && entry.meets(query))
            .count();
    return excluded < pool.size()
        ? BUSY
        : new Selection.NoneCapable("the task excludes every capable agent");
  }

  private Assignment take(Entry entry) {
    boolean probe = entry.health.isProbeDue();
    entry.health = entry.health.begun();
    entry.inFlight++;
    place(entry);
    return new Slot(reports, entry, entry.agent(), probe);
  }

  /** Puts an agent on the level where it now belongs. */
  private void place(Entry entry) {
    if (index.contains(entry)) {
      index.move(entry, entry.levelBy(settings.policy()));
    }
  }

  private void endCoolDowns() {
    @Nullable Entry back = coolDowns.endOne();
    for (int i = 1; back != null; i++) {
      place(back);
      back = i < MOST_ENDED_AT_ONCE ? coolDowns.endOne() : null;
    }
  }

  @Override
  public List<AgentView> list() {
    lock.lock();
    try {
      return byId.values().stream()
          .map(entry -> new AgentView(entry.agent(), entry.inFlight, entry.health.isHealthy()))
          .sorted(Comparator.comparing(view -> view.agent().id()))
          .toList();
    } finally {
      lock.unlock();
    }
  }
}
