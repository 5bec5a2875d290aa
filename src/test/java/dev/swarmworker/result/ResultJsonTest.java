package dev.swarmworker.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import org.junit.jupiter.api.Test;

/** A stored failure, read back by a worker of perhaps another version. */
class ResultJsonTest {

  @Test
  void failure_isReadByItsKnownFields() {
    String newer =
        """
        {"taskId":"t","status":"failed","attempts":3,"cost":{"usd":1},
         "error":{"code":"UPSTREAM_REJECTED","message":"no","retryable":true,"help":"x"}}""";

    assertThat(ResultJson.failureIn(newer.getBytes(UTF_8)))
        .contains(
            new Results.FailedBefore(new Failure(ErrorCode.UPSTREAM_REJECTED, "no", true), 3));
  }

  @Test
  void codeThatOnlyANewerWorkerKnows_isNoFailureOfOurs() {
    String newer = "{\"status\":\"failed\",\"error\":{\"code\":\"QUOTA_SPENT\"},\"attempts\":1}";

    assertThat(ResultJson.failureIn(newer.getBytes(UTF_8))).isEmpty();
  }
}
