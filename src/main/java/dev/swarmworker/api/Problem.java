package dev.swarmworker.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 says it.
 *
 * @param title what kind of error, the same for each of a kind
 * @param status the HTTP status
 * @param detail what is wrong in this case
 */
record Problem(String title, int status, String detail) {

  static final MediaType TYPE = new MediaType("application", "problem+json");

  /** What there is to say of a status that nobody has said more of. */
  static Problem of(int status) {
    return of(
        status,
        switch (status) {
          case 404 -> "there is nothing at this path";
          case 405 -> "this path does not take this method";
          case 406 -> "none of the accepted media types can be given";
          case 411 -> "no request here needs a body that does not say its length";
          case 413 -> "no request here needs a body as large as this";
          case 415 -> "this media type is not taken";
          default -> "the request cannot be answered";
        });
  }

  static Problem of(int status, String detail) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "HTTP " + status : known.getReasonPhrase();
    return new Problem(title, status, detail);
  }

  static Response response(int status, String detail) {
    return of(status, detail).response();
  }

  Response response() {
    return Response.status(status).type(TYPE).entity(this).build();
  }
}
