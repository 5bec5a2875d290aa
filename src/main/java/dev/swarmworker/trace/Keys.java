package dev.swarmworker.trace;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/** Attributes that no convention has a name for. */
final class Keys {

  static final AttributeKey<String> TASK_ID = stringKey("swarm.task.id");
  static final AttributeKey<String> TASK_STATUS = stringKey("swarm.task.status");

  /** Upstream calls of the task, over all workers. */
  static final AttributeKey<Long> TASK_ATTEMPTS = longKey("swarm.task.attempts");

  /** Which of the task's calls one is. */
  static final AttributeKey<Long> TASK_ATTEMPT = longKey("swarm.task.attempt");

  /** Owners that were lost before. */
  static final AttributeKey<Long> TASK_LOSSES = longKey("swarm.task.losses");

  /** What a claim came to: granted, held, done, newer. */
  static final AttributeKey<String> CLAIM = stringKey("swarm.claim.outcome");

  /** Milliseconds until the next attempt. */
  static final AttributeKey<Long> PAUSE = longKey("swarm.pause");

  /** The provider's id of a request, by its header: not of a response. */
  static final AttributeKey<String> REQUEST_ID = stringKey("swarm.provider.request_id");

  private Keys() {}
}
