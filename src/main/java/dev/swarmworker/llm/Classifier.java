package dev.swarmworker.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an HTTP status means for a paid call. Decided here and nowhere else. */
final class Classifier {
  private Classifier() {}

  /**
   * The meaning of a status that is no success.
   *
   * <ul>
   *   <li>408 and 409: the provider did not begin (the request came too slowly; a lock was held).
   *   <li>500: the provider's own error; it charges nothing for those.
   *   <li>502, 504 and whatever else a gateway says: the call may run on behind it.
   *   <li>Below 400: a redirect, where none is followed since it would carry the key elsewhere.
   * </ul>
   *
   * @param description fit for logs
   */
  static Reply ofStatus(
      int status, ProviderError error, @Nullable Duration retryAfter, String description) {
    return switch (status) {
      case 429 ->
          error.isAboutBilling()
              ? Reply.of(new CallOutcome.Rejected(status, description))
              : Reply.of(new CallOutcome.RetryAfter(retryAfter, false, description));
      case 503, 529 -> Reply.of(new CallOutcome.RetryAfter(retryAfter, true, description));
      case 408, 409, 500 -> Reply.unavailable(description);
      default ->
          status < 500
              ? Reply.of(new CallOutcome.Rejected(status, description))
              : Reply.unknown(description);
    };
  }

  /**
   * The status that stands for an error told within a stream, whose own status was 200 long before.
   *
   * @return 0 for a type that is not known
   */
  static int statusOf(String errorType) {
    return switch (errorType) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "api_error", "server_error" -> 500;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      default -> 0;
    };
  }
}
