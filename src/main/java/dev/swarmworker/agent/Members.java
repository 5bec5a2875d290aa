package dev.swarmworker.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which agents there are, and their places. Changed under both locks of its {@link IndexedAgents},
 * that of writers and that of choices, so that it may be read under either.
 */
final class Members implements Reports.Present {

  private final Map<String, Entry> byId = new HashMap<>();
  private final CapabilityIndex index;
  private final Standing standing;
  private final SelectionPolicy policy;

  /** The writers' alone. */
  private final Fingerprint fingerprint = new Fingerprint();

  private String configuration = fingerprint.name();

  Members(CapabilityIndex index, Standing standing, SelectionPolicy policy) {
    this.index = index;
    this.standing = standing;
    this.policy = policy;
  }

  @Nullable Entry find(String id) {
    return byId.get(id);
  }

  Collection<Entry> all() {
    return byId.values();
  }

  /** What it takes to have these and no others. */
  Exchange compared(List<Agent> wanted) {
    return Exchange.of(byId, wanted);
  }

  /** What it takes to have this one beside the others. */
  Exchange with(Agent agent) {
    List<Entry> entry = List.of(Entry.of(agent));
    return byId.containsKey(agent.id())
        ? new Exchange(List.of(), List.of(), entry)
        : new Exchange(List.of(), entry, List.of());
  }

  /** What it takes to have this one no more. */
  Exchange without(String id) {
    List<String> gone = byId.containsKey(id) ? List.of(id) : List.of();
    return new Exchange(gone, List.of(), List.of());
  }

  /** How all are configured, by name. */
  String configuration() {
    return configuration;
  }

  /** The name after an exchange that is to follow; under the writers' lock. */
  String renamed(Exchange exchange) {
    exchange.gone().forEach(id -> fingerprint.remove(known(id).agent()));
    exchange.changed().forEach(to -> fingerprint.remove(known(to.agent().id()).agent()));
    exchange.changed().forEach(to -> fingerprint.add(to.agent()));
    exchange.added().forEach(entry -> fingerprint.add(entry.agent()));
    return fingerprint.name();
  }

  /**
   * Exchanges them; under both locks.
   *
   * @return those whose ill health went with their upstream
   */
  List<Agent> exchange(Exchange exchange, String name) {
    List<Agent> recovered = new ArrayList<>();
    exchange.gone().forEach(this::takeOut);
    exchange.added().forEach(this::add);
    exchange.changed().forEach(entry -> change(entry, recovered));
    configuration = name;
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
    if (!known.agent().provider().equals(entry.agent().provider())) {
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

  /** Puts an agent on the level where it now belongs. */
  @Override
  public void place(int number) {
    if (index.contains(number)) {
      index.move(number, standing.level(number, policy));
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very entry, so that it need not be looked at
  public boolean isReachedAsBefore(Slot slot) {
    if (!index.contains(slot.number)) {
      return true;
    }
    Entry now = index.entry(slot.number);
    // Of one that is as it was, nothing is looked at: with very many, each look misses the cache.
    return now == slot.entry || now.agent().provider().equals(slot.agent().provider());
  }
}
