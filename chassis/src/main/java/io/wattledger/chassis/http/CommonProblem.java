package io.wattledger.chassis.http;

/** Refusals that every service knows. */
public enum CommonProblem implements ProblemCode {
    /** The request could not be read. */
    MALFORMED_REQUEST("malformed-request", 400, "The request cannot be read"),
    /** No valid token. */
    UNAUTHENTICATED("unauthenticated", 401, "A valid bearer token is needed"),
    /** The token does not allow this. */
    FORBIDDEN("forbidden", 403, "The token does not allow this"),
    /** No such thing, or not yours. */
    NOT_FOUND("not-found", 404, "There is no such thing here"),
    /** The method is not offered. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not offered here"),
    /** No representation in the wanted media type. */
    NOT_ACCEPTABLE("not-acceptable", 406, "There is no such representation"),
    /** Somebody has it done already, and once at a time is enough. */
    UNDER_WAY("under-way", 409, "This is being done already"),
    /** The body is larger than accepted. */
    TOO_LARGE("too-large", 413, "The request is too large"),
    /** The media type of the body is not understood. */
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "This media type is not understood"),
    /** The request was understood and breaks a rule. */
    INVALID("invalid", 422, "The request breaks a rule"),
    /** Something failed here. */
    INTERNAL("internal-error", 500, "Something failed here; the request may be sent again"),
    /** The database or Kafka cannot be reached. */
    UNAVAILABLE("unavailable", 503, "The service cannot do this just now");

    private final String code;
    private final int status;
    private final String title;

    CommonProblem(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
