package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.agent.SettledFile.Look;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettledFileTest {

  private static final byte[] HALF = {1};
  private static final byte[] WHOLE = {1, 2};

  @Test
  void fileThatIsBeingWritten_isTakenOnceItRests() throws IOException {
    Deque<byte[]> seen = new ArrayDeque<>(List.of(new byte[0], HALF, WHOLE, WHOLE, HALF));
    Look look = seen::remove;

    assertThat(SettledFile.read(look, look)).isEqualTo(WHOLE);
    assertThat(seen).hasSize(1);
  }

  @Test
  void fileThatNeverRests_isTakenAsItIsInTheEnd() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    Look look = () -> new byte[looks.incrementAndGet()];

    assertThat(SettledFile.read(look, look)).hasSize(SettledFile.MOST_LOOKS);
  }

  @Test
  void fileThatVanishes_isNone() {
    assertThatThrownBy(
            () ->
                SettledFile.read(
                    () -> WHOLE,
                    () -> {
                      throw new IOException("gone");
                    }))
        .hasMessage("gone");
  }
}
