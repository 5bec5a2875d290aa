package dev.swarmworker.agent;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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
  private final Fingerprint fingerprint = new Fingerprint();
  private final Standing standing = new Standing();
  private final Settings settings;
  private final CoolDowns coolDowns;
  private final Reports reports;
  private String configuration = fingerprint.name();
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
    this.coolDowns = new CoolDowns(standing, settings, ticker);
    this.reports = new Reports(lock, standing, coolDowns, this::place, listener);
  }

  /** Adds an agent, or changes the one of the same id; its calls in flight go on and count. */
  public void put(Agent agent) {
    lock.lock();
    try {
      putNow(agent);
      configuration = fingerprint.name();
    } finally {
      lock.unlock();
    }
  }

  private void putNow(Agent agent) {
    Entry entry = Entry.of(numberFor(agent), agent);
    byId.put(agent.id(), entry);
    index.add(entry);
    place(entry.number());
    fingerprint.add(agent);
  }

  private int numberFor(Agent agent) {
    @Nullable Entry known = byId.get(agent.id());
    if (known == null) {
      return standing.begin(agent.maxConcurrency());
    }
    index.remove(known);
    fingerprint.remove(known.agent());
    standing.reconfigure(known.number(), agent.maxConcurrency());
    return known.number();
  }

  /** Takes an agent out; its calls in flight go on. Nothing happens where it is unknown. */
  public void remove(String id) {
    lock.lock();
    try {
      removeNow(id);
      configuration = fingerprint.name();
    } finally {
      lock.unlock();
    }
  }

  private void removeNow(String id) {
    @Nullable Entry entry = byId.remove(id);
    if (entry != null) {
      index.remove(entry);
      standing.retire(entry.number());
      fingerprint.remove(entry.agent());
    }
  }

  /**
   * Has these agents from now on and no others: every choice sees all of them or none of it. Who
   * stays as it is configured is not touched; who is changed or taken out is as by {@link #put} and
   * {@link #remove}.
   *
   * @param agents each id once
   */
  public Change replace(List<Agent> agents) {
    Set<String> ids = agents.stream().map(Agent::id).collect(Collectors.toSet());
    lock.lock();
    try {
      List<String> gone = byId.keySet().stream().filter(id -> !ids.contains(id)).toList();
      List<Agent> added = agents.stream().filter(agent -> !byId.containsKey(agent.id())).toList();
      List<Agent> changed = agents.stream().filter(this::isChanged).toList();
      gone.forEach(this::removeNow);
      added.forEach(this::putNow);
      changed.forEach(this::putNow);
      configuration = fingerprint.name();
      return new Change(added.size(), changed.size(), gone.size());
    } finally {
      lock.unlock();
    }
  }

  private boolean isChanged(Agent agent) {
    @Nullable Entry known = byId.get(agent.id());
    return known != null && !known.agent().equals(agent);
  }

  /** How many agents a replacement has touched. */
  public record Change(int added, int changed, int removed) {
    boolean isNone() {
      return added + changed + removed == 0;
    }
  }

  @Override
  public Selection select(Demand demand) {
    lock.lock();
    try {
      endCoolDowns();
      Pool pool = index.pool(demand);
      int chosen = preferred(demand, pool);
      if (chosen == IndexSet.NONE) {
        chosen = pool.choose(skip(), allowedBy(demand));
      }
      return chosen != IndexSet.NONE ? new Selection.Assigned(take(chosen)) : nobody(demand, pool);
    } finally {
      lock.unlock();
    }
  }

  /** Without a look at the agent where none is excluded: it may be a miss in the cache. */
  private IntPredicate allowedBy(Demand demand) {
    Set<String> excluded = demand.excluded();
    return excluded.isEmpty()
        ? _ -> true
        : number -> !excluded.contains(index.entry(number).agent().id());
  }

  private int skip() {
    choices++;
    boolean explore =
        settings.policy() == SelectionPolicy.PERFORMANCE_BASED && choices % EXPLORE_EVERY == 0;
    return explore ? (int) (choices / EXPLORE_EVERY % Integer.MAX_VALUE) : 0;
  }

  private int preferred(Demand demand, Pool pool) {
    for (String id : demand.preferred()) {
      @Nullable Entry entry = byId.get(id);
      if (entry != null
          && index.level(entry.number()) != Levels.NOWHERE
          && !demand.excluded().contains(id)
          && pool.contains(entry.number())) {
        return entry.number();
      }
    }
    return IndexSet.NONE;
  }

  private Selection nobody(Demand demand, Pool pool) {
    if (pool.size() == 0) {
      return new Selection.NoneCapable(index.whyNobody(demand));
    }
    long excluded =
        demand.excluded().stream()
            .map(byId::get)
            .filter(entry -> entry != null && pool.contains(entry.number()))
            .count();
    return excluded < pool.size()
        ? BUSY
        : new Selection.NoneCapable("the task excludes every capable agent");
  }

  private Assignment take(int number) {
    Health health = standing.health(number);
    standing.health(number, health.begun());
    standing.callBegins(number);
    place(number);
    return new Slot(reports, number, index.entry(number), configuration, health.isProbeDue());
  }

  /** Puts an agent on the level where it now belongs. */
  private void place(int number) {
    if (index.contains(number)) {
      index.move(number, standing.level(number, settings.policy()));
    }
  }

  private void endCoolDowns() {
    for (int i = 0; i < MOST_ENDED_AT_ONCE; i++) {
      int back = coolDowns.endOne();
      if (back == CoolDowns.NONE) {
        return;
      }
      place(back);
    }
  }

  @Override
  public List<AgentView> list() {
    lock.lock();
    try {
      return byId.values().stream()
          .map(this::view)
          .sorted(Comparator.comparing(view -> view.agent().id()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link Assignment#configuration} of whoever is chosen now. */
  String configuration() {
    lock.lock();
    try {
      return configuration;
    } finally {
      lock.unlock();
    }
  }

  private AgentView view(Entry entry) {
    return new AgentView(
        entry.agent(),
        standing.inFlight(entry.number()),
        standing.health(entry.number()).isHealthy());
  }
}
