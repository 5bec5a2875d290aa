package dev.swarmworker.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agents behind one lock. A choice, a report and a slot given back hold it for a fraction of a
 * microsecond, however many agents there are; a list for as long as it takes to copy them; a
 * replacement for as long as the index takes to have what it changes. What else these two do, they
 * do before or after.
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

  /** Of who changes which agents there are; taken before the other one. */
  private final ReentrantLock writing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final CapabilityIndex index = new CapabilityIndex();

  /** Changed under both locks, so that it may be read under either. */
  private final Map<String, Entry> byId = new HashMap<>();

  /** Guarded by {@link #writing}. */
  private final Fingerprint fingerprint = new Fingerprint();

  private final Standing standing = new Standing();
  private final Settings settings;
  private final CoolDowns coolDowns;
  private final Reports reports;
  private final AgentListener listener;
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
    this.listener = listener;
    this.reports = new Reports(lock, standing, coolDowns, new Present(), listener);
  }

  /** Adds an agent, or changes the one of the same id; its calls in flight go on and count. */
  public void put(Agent agent) {
    write(
        () -> {
          List<Entry> entry = List.of(Entry.of(agent));
          return byId.containsKey(agent.id())
              ? new Exchange(List.of(), List.of(), entry)
              : new Exchange(List.of(), entry, List.of());
        });
  }

  /** Takes an agent out; its calls in flight go on. Nothing happens where it is unknown. */
  public void remove(String id) {
    write(() -> new Exchange(byId.containsKey(id) ? List.of(id) : List.of(), List.of(), List.of()));
  }

  /**
   * Has these agents from now on and no others: every choice sees all of them or none of it. Who
   * stays as it is configured is not touched; who is changed or taken out is as by {@link #put} and
   * {@link #remove}. Whoever is reached elsewhere, or by another key, is healthy until shown not to
   * be: what was learnt was of another upstream.
   *
   * @param agents each id once
   */
  public Change replace(List<Agent> agents) {
    return write(() -> Exchange.of(byId, agents)).size();
  }

  /** All that can be is done before choices have to wait: the comparison, names and hashes. */
  private Exchange write(Supplier<Exchange> comparison) {
    writing.lock();
    try {
      Exchange exchange = comparison.get();
      exchange.gone().forEach(id -> fingerprint.remove(known(id).agent()));
      exchange.changed().forEach(to -> fingerprint.remove(known(to.agent().id()).agent()));
      exchange.changed().forEach(to -> fingerprint.add(to.agent()));
      exchange.added().forEach(entry -> fingerprint.add(entry.agent()));
      makeUse(exchange, fingerprint.name()).forEach(listener::recovered);
      return exchange;
    } finally {
      writing.unlock();
    }
  }

  /** Gives those whose ill health went with their upstream. */
  private List<Agent> makeUse(Exchange exchange, String name) {
    List<Agent> recovered = new ArrayList<>();
    lock.lock();
    try {
      exchange.gone().forEach(this::takeOut);
      exchange.added().forEach(this::add);
      exchange.changed().forEach(entry -> change(entry, recovered));
      configuration = name;
    } finally {
      lock.unlock();
    }
    return recovered;
  }

  private void takeOut(String id) {
    Entry entry = known(id);
    byId.remove(id);
    index.remove(entry);
    standing.retire(entry.number());
  }

  private void add(Entry entry) {
    put(entry.at(standing.begin(entry.agent().maxConcurrency())));
  }

  private void change(Entry entry, List<Agent> recovered) {
    Entry known = known(entry.agent().id());
    index.remove(known);
    standing.reconfigure(known.number(), entry.agent().maxConcurrency());
    boolean elsewhere = !known.agent().provider().equals(entry.agent().provider());
    if (elsewhere && !standing.health(known.number()).equals(Health.HEALTHY)) {
      if (!standing.health(known.number()).isHealthy()) {
        recovered.add(entry.agent());
      }
      standing.health(known.number(), Health.HEALTHY);
    }
    put(entry.at(known.number()));
  }

  private void put(Entry entry) {
    byId.put(entry.agent().id(), entry);
    index.add(entry);
    place(entry.number());
  }

  private Entry known(String id) {
    @Nullable Entry entry = byId.get(id);
    if (entry == null) {
      throw new IllegalStateException("there is no agent " + id);
    }
    return entry;
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

  /** For reports, which come under the lock. */
  private final class Present implements Reports.Present {
    @Override
    public void place(int number) {
      IndexedAgents.this.place(number);
    }

    @Override
    public boolean isReachedAsBefore(Slot slot) {
      return !index.contains(slot.number)
          || index.entry(slot.number).agent().provider().equals(slot.agent().provider());
    }
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
    return copied().stream().sorted(Comparator.comparing(view -> view.agent().id())).toList();
  }

  private List<AgentView> copied() {
    lock.lock();
    try {
      return byId.values().stream().map(this::view).toList();
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
