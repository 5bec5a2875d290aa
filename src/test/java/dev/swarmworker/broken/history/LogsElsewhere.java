package dev.swarmworker.broken.history;

import java.util.logging.Logger;

/** Logs in a way of its own. */
public final class LogsElsewhere {
  String name() {
    return Logger.getGlobal().getName();
  }
}
