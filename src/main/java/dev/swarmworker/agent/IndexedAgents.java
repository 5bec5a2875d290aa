package dev.swarmworker.agent;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
  private final Standing standing = new Standing();
  private final Settings settings;
  private final CoolDowns coolDowns;
  private final Reports reports;
  private final AgentListener listener;
  private final Members members;
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
    this.members = new Members(index, standing, settings.policy());
    this.coolDowns = new CoolDowns(standing, settings, ticker);
    this.listener = listener;
    this.reports = new Reports(lock, standing, coolDowns, members, listener);
  }

  /** Adds an agent, or changes the one of the same id; its calls in flight go on and count. */
  public void put(Agent agent) {
    var _ = write(() -> members.with(agent));
  }

  /** Takes an agent out; its calls in flight go on. Nothing happens where it is unknown. */
  public void remove(String id) {
    var _ = write(() -> members.without(id));
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
    return write(() -> members.compared(agents)).size();
  }

  /** All that can be is done before choices have to wait: the comparison, names and hashes. */
  private Exchange write(Supplier<Exchange> comparison) {
    writing.lock();
    try {
      Exchange exchange = comparison.get();
      exchanged(exchange, members.renamed(exchange)).forEach(listener::recovered);
      return exchange;
    } finally {
      writing.unlock();
    }
  }

  private List<Agent> exchanged(Exchange exchange, String name) {
    lock.lock();
    try {
      return members.exchange(exchange, name);
    } finally {
      lock.unlock();
    }
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
      @Nullable Entry entry = members.find(id);
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
            .flatMap(id -> Stream.ofNullable(members.find(id)))
            .filter(entry -> pool.contains(entry.number()))
            .count();
    return excluded < pool.size()
        ? BUSY
        : new Selection.NoneCapable("the task excludes every capable agent");
  }

  private Assignment take(int number) {
    Health health = standing.health(number);
    standing.health(number, health.begun());
    standing.callBegins(number);
    members.place(number);
    return new Slot(
        reports, number, index.entry(number), members.configuration(), health.isProbeDue());
  }

  private void endCoolDowns() {
    for (int i = 0; i < MOST_ENDED_AT_ONCE; i++) {
      int back = coolDowns.endOne();
      if (back == CoolDowns.NONE) {
        return;
      }
      members.place(back);
    }
  }

  @Override
  public List<AgentView> list() {
    return copied().stream().sorted(Comparator.comparing(view -> view.agent().id())).toList();
  }

  private List<AgentView> copied() {
    lock.lock();
    try {
      return members.all().stream().map(this::view).toList();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link Assignment#configuration} of whoever is chosen now. */
  String configuration() {
    lock.lock();
    try {
      return members.configuration();
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
