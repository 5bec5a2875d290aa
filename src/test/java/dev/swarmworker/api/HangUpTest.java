package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class HangUpTest {

  /** As a socket that its client has closed a moment ago. */
  private static final class GoneChannel extends EmbeddedChannel {

    private final ChannelConfig config =
        new DefaultChannelConfig(this) {
          @Override
          public <T> boolean setOption(ChannelOption<T> option, T value) {
            throw new ChannelException("the socket is closed");
          }
        };

    private boolean constructed;

    GoneChannel() {
      super(new ChannelInboundHandlerAdapter());
      constructed = true;
    }

    @Override
    public ChannelConfig config() {
      return constructed ? config : super.config();
    }
  }

  @Test
  void clientThatGoesBetweenLookAndClose_isNoError_andItsChannelEnds() {
    EmbeddedChannel channel = new GoneChannel();

    HangUp.close(channel);
    channel.runPendingTasks();

    channel.checkException();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void channel_isClosedOnItsOwnLoop() {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    HangUp.close(channel);

    assertThat(channel.isOpen()).as("from another thread").isTrue();
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void closedChannel_isLeftAlone() {
    EmbeddedChannel channel = new GoneChannel();
    var _ = channel.close();

    HangUp.close(channel);
    channel.runPendingTasks();

    channel.checkException();
  }
}
