package io.wattledger.chassis.http;

import java.util.List;

/** A request is refused; nothing of it took effect. */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemCode problem;
    private final transient List<FieldError> errors;

    /** Refuses with words for this very case. */
    public Refusal(ProblemCode problem, String detail) {
        this(problem, detail, List.of());
    }

    /** Refuses with words for this very case, naming the members that are wrong. */
    public Refusal(ProblemCode problem, String detail, List<FieldError> errors) {
        super(detail);
        this.problem = problem;
        this.errors = List.copyOf(errors);
    }

    /** The documented case. */
    public ProblemCode problem() {
        return problem;
    }

    /** The members that are wrong; may be empty. */
    public List<FieldError> errors() {
        return errors;
    }
}
