package dev.swarmworker.llm;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does one thing in a while, unless it is set anew or off. For its event loop alone. */
final class Alarm {
  private final EventLoop loop;
  private @Nullable ScheduledFuture<?> timer;

  Alarm(EventLoop loop) {
    this.loop = loop;
  }

  void set(Duration in, Runnable action) {
    off();
    timer = loop.schedule(action, in.toNanos(), TimeUnit.NANOSECONDS);
  }

  void off() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
