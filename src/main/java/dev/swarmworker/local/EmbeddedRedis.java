package dev.swarmworker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Redis server in a process and a temporary folder of its own, on a free loopback port.
 *
 * <p>It refuses writes rather than evict, as in production, and keeps its data in memory unless
 * {@code --appendonly yes} is among its settings. Whoever starts it closes it; where the JVM ends
 * first, a shutdown hook does. Its methods may be called from any thread, one at a time.
 *
 * <p>Every method throws {@link IllegalStateException} where the server does not do as told.
 */
public final class EmbeddedRedis implements AutoCloseable {

  /** Another process may take a port between its choice and the server's bind. */
  private static final int PORTS_TRIED = 10;

  private final Path folder;
  private final Path executable;
  private final List<String> settings;
  private final Thread atShutdown = new Thread(this::end, "embedded-redis-shutdown");
  private RedisProcess process;
  private boolean closed;

  private EmbeddedRedis(Path folder, List<String> settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.executable = RedisBinary.best(folder);
    this.process = startOnAnyPort();
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param settings more of its settings, as on its command line
   */
  public static EmbeddedRedis start(String... settings) {
    Path folder = RedisFolder.create();
    try {
      EmbeddedRedis redis = new EmbeddedRedis(folder, List.of(settings));
      Runtime.getRuntime().addShutdownHook(redis.atShutdown);
      return redis;
    } catch (IOException e) {
      RedisFolder.delete(folder);
      throw new UncheckedIOException("Redis did not start", e);
    } catch (RuntimeException e) {
      RedisFolder.delete(folder);
      throw e;
    }
  }

  /** Where clients connect. */
  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  /** Its port, which stays the same over a {@link #restart}. */
  public synchronized int port() {
    return process.port();
  }

  /** The server process' id. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Ends the server in order; what it kept in memory alone is lost. */
  public synchronized void stop() {
    process.stop();
  }

  /** Ends the server as a crash would. */
  public synchronized void kill() {
    process.kill();
  }

  /** Starts it again on the same port and folder, after ending it where it still runs. */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("Redis is closed");
    }
    process.stop();
    process = RedisProcess.start(executable, folder, process.port(), settings);
  }

  /** Freezes the server: connections stay open, nothing answers. */
  public synchronized void pause() {
    process.pause();
  }

  /** Lets a frozen server go on. */
  public synchronized void resume() {
    process.resume();
  }

  /** Ends the server and deletes its folder. Closing again changes nothing. */
  @Override
  public void close() {
    end();
    leaveShutdownToOwner();
  }

  /**
   * Takes back the shutdown hook. Hooks run side by side: an owner whose application still writes
   * while the JVM ends closes the server from a hook of its own, after that.
   */
  void leaveShutdownToOwner() {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The JVM is ending already; the hook then finds nothing left to do.
    }
  }

  private synchronized void end() {
    if (!closed) {
      closed = true;
      process.kill();
      RedisFolder.delete(folder);
    }
  }

  private RedisProcess startOnAnyPort() {
    IllegalStateException last = new IllegalStateException("no port tried");
    for (int i = 0; i < PORTS_TRIED; i++) {
      try {
        return RedisProcess.start(executable, folder, RedisFolder.freePort(), settings);
      } catch (IllegalStateException e) {
        last = e;
      }
    }
    throw last;
  }
}
