package dev.swarmworker.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Ends an exchange with a client that may take nothing more.
 *
 * <p>What Vert.x has for it, on HTTP/1, closes a connection behind what is still to be written:
 * with a client that never reads, never. A close of the channel comes to the same, for Vert.x'
 * handler takes it up. So the channel is closed below all handlers, which drops what is to be
 * written; and without lingering, which drops what the system holds as well, and tells the client
 * so by a reset, however full its window is.
 */
final class HangUp {

  private static final int NOT_AT_ALL = 0;

  private HangUp() {}

  /** Returns at once; from any thread. Nothing happens where the client has gone. */
  static void on(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    if (request.version() != HttpVersion.HTTP_2
        && request.connection() instanceof ConnectionBase connection) {
      close(connection.channel());
    } else {
      exchange.response().reset(); // of its streams one; the others' reader may well read
    }
  }

  /** On the channel's own loop: there, nobody else closes it between the look and the option. */
  static void close(Channel channel) {
    try {
      channel.eventLoop().execute(() -> closeNow(channel));
    } catch (RejectedExecutionException e) {
      // the server has ended, and its connections with it
    }
  }

  private static void closeNow(Channel channel) {
    @Nullable ChannelHandlerContext lowest = channel.pipeline().firstContext();
    if (!channel.isOpen() || lowest == null) {
      return;
    }
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, NOT_AT_ALL);
    } catch (ChannelException e) {
      // its socket is gone, which the channel has yet to notice
    } finally {
      var _ = lowest.close();
    }
  }
}
