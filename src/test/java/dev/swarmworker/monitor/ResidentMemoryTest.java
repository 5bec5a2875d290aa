package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {

  @TempDir Path temp;

  @Test
  void kernelsLine_isReadInBytes() throws IOException {
    Path status = temp.resolve("status");
    Files.writeString(
        status,
        "Name:\tj\u00e4va\nVmHWM:\t  999999 kB\nVmRSS:\t   12345 kB\nRssAnon:\t 1 kB\n",
        StandardCharsets.ISO_8859_1);

    assertThat(new ResidentMemory(status, () -> 7).bytes()).isEqualTo(12345L * 1024);
  }

  @Test
  void noAccountOfTheKernel_givesTheOtherFigure() throws IOException {
    Path without = Files.writeString(temp.resolve("status"), "Name:\tjava\n");

    assertThat(new ResidentMemory(without, () -> 7).bytes()).isEqualTo(7);
    assertThat(new ResidentMemory(temp.resolve("none"), () -> 7).bytes()).isEqualTo(7);
  }
}
