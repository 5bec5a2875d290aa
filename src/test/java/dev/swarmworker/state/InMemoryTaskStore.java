package dev.swarmworker.state;

import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link TaskStore} in the heap, for the unit tests of those who use one. */
public final class InMemoryTaskStore implements TaskStore {

  private final InstantSource time;
  private final Duration ttl;
  private final Duration lease;
  private final int maxEntries;
  private final Map<TaskId, Held> tasks = new HashMap<>();
  private final Set<TaskId> evictable = new LinkedHashSet<>();
  private final Set<TaskId> ofNewerWorkers = new HashSet<>();
  private long tokens;
  private long answersKept;
  private long leftToNewer;
  private long hits;
  private long misses;
  private long evictions;
  private long expirations;

  public InMemoryTaskStore(InstantSource time, Duration ttl, Duration lease, int maxEntries) {
    this.time = time;
    this.ttl = ttl;
    this.lease = lease;
    this.maxEntries = maxEntries;
  }

  /** With the contract's defaults. */
  public InMemoryTaskStore(InstantSource time) {
    this(time, Duration.ofHours(1), Duration.ofSeconds(15), 1_000_000);
  }

  @Override
  public synchronized Claim claim(TaskId id, @Nullable String agentId, String token) {
    if (ofNewerWorkers.contains(id)) {
      leftToNewer++;
      return new Claim.Newer("2");
    }
    Held task = live(id);
    if (task.isTerminal()) {
      hits++;
      use(id);
      return task.result == null
          ? new Claim.Evicted(task.status)
          : new Claim.Done(task.status, task.result.clone());
    }
    if (token.equals(task.token)) {
      return granted(id, task, token);
    }
    Duration remaining = Duration.between(now(), task.leaseUntil);
    if (task.isOwned() && remaining.isPositive()) {
      return new Claim.Held(remaining);
    }
    if (task.status == null) {
      misses++;
    } else if (task.status == Status.RUNNING && task.answer == null) {
      task.losses++;
    } else if (task.status == Status.RUNNING) {
      task.settlings++;
    }
    task.status = Status.RUNNING;
    task.token = token;
    task.attempts += task.answer == null ? 1 : 0;
    task.agentId = agentId;
    return granted(id, task, token);
  }

  /** From now on a newer worker keeps this task in a form of its own; or does so no more. */
  public synchronized void ofNewerWorkers(TaskId id, boolean theirs) {
    if (theirs) {
      ofNewerWorkers.add(id);
    } else {
      ofNewerWorkers.remove(id);
    }
  }

  @Override
  public synchronized String newToken() {
    return "token-" + ++tokens;
  }

  @Override
  public synchronized Renewal renew(Lease held, long outputTokens) {
    Held task = live(held.taskId());
    if (!held.token().equals(task.token)) {
      return Renewal.LOST;
    }
    task.leaseUntil = now().plus(lease);
    task.outputTokens = outputTokens;
    keep(held.taskId(), task, longer(ttl, lease));
    return task.cancel ? Renewal.CANCEL_REQUESTED : Renewal.KEPT;
  }

  @Override
  public synchronized Renewal progress(Lease held, Status status, String agentId, int attempts) {
    Renewal renewal = renewed(held, status, attempts);
    if (renewal != Renewal.LOST) {
      live(held.taskId()).agentId = agentId;
    }
    return renewal;
  }

  /** How often a task was found to be of newer workers. */
  public synchronized long claimsLeftToNewer() {
    return leftToNewer;
  }

  /** How often an answer was kept. */
  public synchronized long answersKept() {
    return answersKept;
  }

  private Renewal renewed(Lease held, Status status, int attempts) {
    Renewal renewal = renew(held, 0);
    if (renewal != Renewal.LOST) {
      Held task = live(held.taskId());
      task.status = status;
      task.attempts = attempts;
    }
    return renewal;
  }

  @Override
  public synchronized boolean keepAnswer(Lease held, int attempts, byte[] answer) {
    boolean kept = renewed(held, Status.RUNNING, attempts) != Renewal.LOST;
    if (kept) {
      live(held.taskId()).answer = answer.clone();
      answersKept++;
    }
    return kept;
  }

  @Override
  public synchronized boolean complete(
      Lease held, Status status, @Nullable String agentId, int attempts, byte[] result) {
    Held task = live(held.taskId());
    if (!held.token().equals(task.token)) {
      return held.token().equals(task.doneBy)
          && status == task.status
          && Arrays.equals(result, task.result);
    }
    task.agentId = agentId == null ? task.agentId : agentId;
    task.attempts = attempts;
    task.doneBy = held.token();
    end(held.taskId(), task, status, result);
    return true;
  }

  @Override
  public synchronized void published(Collection<TaskId> ids) {
    for (TaskId id : ids) {
      Held task = live(id);
      if (task.isTerminal() && task.result != null) {
        evictable.remove(id);
        evictable.add(id);
      }
    }
    forgetExpired();
    while (evictable.size() > maxEntries) {
      TaskId oldest = evictable.iterator().next();
      evictable.remove(oldest);
      live(oldest).result = null;
      evictions++;
    }
  }

  @Override
  public synchronized void release(Lease held, int attempts, boolean inCall) {
    Held task = live(held.taskId());
    if (held.token().equals(task.token)) {
      task.status = Status.QUEUED;
      task.token = null;
      task.attempts = attempts;
      task.losses += inCall ? 1 : 0;
      keep(held.taskId(), task, ttl);
    }
  }

  @Override
  public synchronized void noteQueued(Collection<TaskId> ids) {
    for (TaskId id : ids) {
      Held task = live(id);
      if (task.status == null) {
        task.status = Status.QUEUED;
        keep(id, task, ttl);
      }
    }
  }

  @Override
  public synchronized Optional<Claim.Done> reject(TaskId id, byte[] result) {
    Held task = live(id);
    if (task.isTerminal()) {
      return Optional.ofNullable(task.result).map(r -> new Claim.Done(task.status, r.clone()));
    }
    if (task.status != null) {
      return Optional.empty();
    }
    end(id, task, Status.FAILED, result);
    return Optional.of(new Claim.Done(Status.FAILED, result.clone()));
  }

  @Override
  public void checkWritable() {}

  @Override
  public synchronized Cancellation cancel(TaskId id) {
    Held task = live(id);
    if (task.isTerminal()) {
      return Cancellation.ALREADY_TERMINAL;
    }
    task.cancel = true;
    if (task.status == null) {
      keep(id, task, ttl);
    }
    return Cancellation.ACCEPTED;
  }

  @Override
  public synchronized Optional<TaskState> find(TaskId id) {
    Held task = live(id);
    if (task.status == null) {
      misses++;
      return Optional.empty();
    }
    hits++;
    use(id);
    byte[] result = task.result == null ? null : task.result.clone();
    return Optional.of(
        new TaskState(
            task.status,
            task.agentId,
            task.attempts,
            task.updatedAt,
            task.expires,
            task.outputTokens,
            result));
  }

  @Override
  public synchronized MapStats stats() {
    long size = evictable.stream().filter(id -> live(id).result != null).count();
    return new MapStats(size, hits, misses, evictions, expirations);
  }

  private Claim granted(TaskId id, Held task, String token) {
    task.leaseUntil = now().plus(lease);
    keep(id, task, longer(ttl, lease));
    byte[] answer = task.answer == null ? null : task.answer.clone();
    int before = answer == null ? task.attempts - 1 : task.attempts;
    return new Claim.Granted(
        new Lease(id, token, lease, before, task.losses, task.cancel), answer, task.settlings);
  }

  private void end(TaskId id, Held task, Status status, byte[] result) {
    task.status = status;
    task.result = result.clone();
    task.token = null;
    task.cancel = false;
    task.outputTokens = 0;
    task.answer = null;
    keep(id, task, ttl);
  }

  private void keep(TaskId id, Held task, Duration howLong) {
    task.updatedAt = now();
    task.expires = now().plus(howLong);
    tasks.put(id, task);
  }

  /** The entry, or a new one that is not kept yet. */
  private Held live(TaskId id) {
    Held task = tasks.get(id);
    return task != null && now().isBefore(task.expires) ? task : new Held();
  }

  private void use(TaskId id) {
    if (evictable.remove(id)) {
      evictable.add(id);
    }
  }

  private void forgetExpired() {
    int before = evictable.size();
    evictable.removeIf(id -> live(id).status == null);
    expirations += before - evictable.size();
  }

  private Instant now() {
    return time.instant();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static final class Held {
    private long outputTokens;
    private @Nullable Status status;
    private @Nullable String token;
    private @Nullable String doneBy;
    private @Nullable String agentId;
    private byte @Nullable [] answer;
    private byte @Nullable [] result;
    private Instant leaseUntil = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;
    private Instant expires = Instant.EPOCH;
    private int attempts;
    private int losses;
    private int settlings;
    private boolean cancel;

    boolean isTerminal() {
      return status != null && status.isTerminal();
    }

    boolean isOwned() {
      return status == Status.RUNNING || status == Status.RETRYING;
    }
  }
}
