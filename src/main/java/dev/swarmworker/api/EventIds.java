package dev.swarmworker.api;

import dev.swarmworker.history.Event;
import jakarta.ws.rs.WebApplicationException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream calls its events: {@code <run>-<seq>}. Numbers begin at 1 in each process, so a
 * number alone would name another event after a restart, or behind a load balancer.
 */
final class EventIds {

  private static final Pattern ID = Pattern.compile("(?:([0-9a-z]{1,32})-)?([0-9]{1,18})");

  private final String run;

  /**
   * @param run of this process, no other's before or beside it: 1 to 32 of {@code a-z 0-9}
   */
  EventIds(String run) {
    this.run = run;
  }

  String of(Event event) {
    return run + "-" + event.seq();
  }

  /**
   * The number behind an id of this run; nothing where the id is of another.
   *
   * @throws WebApplicationException 400, where no run ever gave such an id
   */
  OptionalLong seqOf(String id) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches()) {
      throw new WebApplicationException(
          Problem.response(400, "Last-Event-ID must be an event's id, such as " + run + "-1"));
    }
    return run.equals(matcher.group(1))
        ? OptionalLong.of(Long.parseLong(matcher.group(2)))
        : OptionalLong.empty();
  }
}
