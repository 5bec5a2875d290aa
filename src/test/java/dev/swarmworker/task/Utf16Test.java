package dev.swarmworker.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;

class Utf16Test {

  @Example
  void loneHalf_isReplaced() {
    assertThat(Utf16.wellFormed("a\ud83d")).isEqualTo("a\ufffd");
    assertThat(Utf16.wellFormed("\ude00\ud83db\ud83d\ude00"))
        .isEqualTo("\ufffd\ufffdb\ud83d\ude00");
  }

  @Property
  void anyText_canBeEncoded_andStaysWhereItCouldBe(
      @ForAll @Chars({'a', 'é', '\ud83d', '\udbff', '\ude00', '\udc00'}) String text) {
    String mended = Utf16.wellFormed(text);

    assertThat(UTF_8.newEncoder().canEncode(mended)).isTrue();
    assertThat(mended).hasSameSizeAs(text);
    if (UTF_8.newEncoder().canEncode(text)) {
      assertThat(mended).isSameAs(text);
    }
  }
}
