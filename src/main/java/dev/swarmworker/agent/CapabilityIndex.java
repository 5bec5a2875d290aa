package dev.swarmworker.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the agents capable of a demand, and keeps those found in order of preference while they
 * change. Not safe for threads. See docs/adr/0004-agent-selection.md.
 *
 * <p>Each demand seen lately has a {@link Pool}. To choose from it costs the same however many
 * agents there are; a change of one agent's level costs one step for each pool of many agents; a
 * demand not seen lately costs one pass over bitmaps, 64 agents a step.
 */
final class CapabilityIndex {

  /** Pools kept, the least recently used given up: what one change may cost at most. */
  static final int MAX_POOLS = 256;

  private final List<@Nullable Entry> entries = new ArrayList<>();
  private final Posting everyone = new Posting();
  private final Map<String, Posting> byCapability = new HashMap<>();
  private final Map<String, Posting> byType = new HashMap<>();
  private final Levels levels = new Levels();
  private final SequencedMap<Key, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Pool.Many> largePools = new ArrayList<>();

  /** A demand as it is asked, so that to find its pool no name need be made canonical. */
  private record Key(Set<String> capabilities, @Nullable String type) {}

  /** Adds an agent; on no level yet. */
  void add(Entry entry) {
    while (entries.size() <= entry.index) {
      entries.add(null);
    }
    entries.set(entry.index, entry);
    int agents = everyone.size() + 1;
    everyone.add(entry.index, agents);
    byType.computeIfAbsent(entry.type(), _ -> new Posting()).add(entry.index, agents);
    for (String capability : entry.capabilities()) {
      byCapability.computeIfAbsent(capability, _ -> new Posting()).add(entry.index, agents);
    }
    forgetPools();
  }

  /** Takes an agent out, from its level as well. */
  void remove(Entry entry) {
    move(entry, Levels.NOWHERE);
    everyone.remove(entry.index);
    removeFrom(byType, entry.type(), entry.index);
    for (String capability : entry.capabilities()) {
      removeFrom(byCapability, capability, entry.index);
    }
    entries.set(entry.index, null);
    forgetPools();
  }

  private static void removeFrom(Map<String, Posting> postings, String name, int index) {
    postings.computeIfPresent(
        name,
        (_, posting) -> {
          posting.remove(index);
          return posting.size() == 0 ? null : posting;
        });
  }

  private void forgetPools() {
    pools.clear();
    largePools.clear();
  }

  /** Whether the entry is in here. */
  boolean contains(Entry entry) {
    return entry.index < entries.size() && entries.get(entry.index) == entry;
  }

  /** Puts an agent on a level. */
  void move(Entry entry, int to) {
    int from = entry.level;
    if (from == to) {
      return;
    }
    entry.level = to;
    levels.move(entry.index, from, to);
    for (Pool.Many pool : largePools) {
      pool.moved(entry.index, from, to);
    }
  }

  /** The agents capable of this. */
  Pool pool(Demand demand) {
    @Nullable Pool known = pools.get(new Key(demand.capabilities(), demand.type()));
    return known != null ? known : newPool(demand);
  }

  private Pool newPool(Demand demand) {
    Pool pool = find(Query.of(demand));
    if (pool.size() == 0) {
      return pool; // not kept: what nobody can do must not push out what somebody can
    }
    if (pools.size() == MAX_POOLS) {
      Pool eldest = pools.firstEntry().getValue();
      pools.pollFirstEntry();
      largePools.removeIf(large -> large == eldest);
    }
    pools.put(new Key(Set.copyOf(demand.capabilities()), demand.type()), pool);
    if (pool instanceof Pool.Many many) {
      largePools.add(many);
    }
    return pool;
  }

  private Pool find(Query query) {
    List<Posting> needed = new ArrayList<>();
    needed.add(everyone);
    if (query.type() != null) {
      needed.add(byType.getOrDefault(query.type(), new Posting()));
    }
    for (String capability : query.capabilities()) {
      needed.add(byCapability.getOrDefault(capability, new Posting()));
    }
    needed.sort(Comparator.comparingInt(Posting::size));
    IndexSet members = members(needed, query);
    return members.size() > Pool.FEW
        ? new Pool.Many(members, levels, this::entry)
        : new Pool.Few(listed(members));
  }

  /** Compares bitmaps where all have one, and else looks at each of the fewest. */
  private IndexSet members(List<Posting> needed, Query query) {
    @Nullable IndexSet fewest = needed.getFirst().bitmap();
    if (fewest == null) {
      IndexSet members = new IndexSet();
      needed
          .getFirst()
          .forEach(
              index -> {
                if (entry(index).meets(query)) {
                  members.add(index);
                }
              });
      return members;
    }
    IndexSet members = fewest;
    for (Posting posting : needed) {
      @Nullable IndexSet bitmap = posting.bitmap();
      members = bitmap == null ? members : members.and(bitmap);
    }
    return members;
  }

  private List<Entry> listed(IndexSet members) {
    List<Entry> list = new ArrayList<>();
    for (int i = members.next(0); i != IndexSet.NONE; i = members.next(i + 1)) {
      list.add(entry(i));
    }
    return list;
  }

  private Entry entry(int index) {
    @Nullable Entry entry = entries.get(index);
    if (entry == null) {
      throw new IllegalStateException("no agent has the number " + index);
    }
    return entry;
  }

  /** Says why nobody is capable. */
  String whyNobody(Demand demand) {
    List<String> unknown =
        demand.capabilities().stream()
            .filter(name -> !byCapability.containsKey(CapabilityName.canonical(name)))
            .toList();
    String type = demand.type();
    if (!unknown.isEmpty()) {
      return "no agent has " + Quoted.names("capability", "capabilities", unknown);
    }
    if (type != null && !byType.containsKey(CapabilityName.canonical(type))) {
      return "no agent is of " + Quoted.names("type", "types", List.of(type));
    }
    return "no agent"
        + (type == null ? "" : " of " + Quoted.names("type", "types", List.of(type)))
        + " has together "
        + Quoted.names("capability", "capabilities", List.copyOf(demand.capabilities()));
  }
}
