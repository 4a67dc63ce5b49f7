package io.wattledger.metering.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.ProblemCode;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.metering.flow.MeterRefused;
import java.util.List;

/** Refusals of meters and of questions to them. 400 and not 422, as clients of the OpenMeter API know it. */
enum MeterProblem implements ProblemCode {
    /** A meter breaks a rule. */
    INVALID_METER("invalid-meter", 400, "The meter breaks a rule"),
    /** A question breaks a rule. */
    INVALID_QUERY("invalid-query", 400, "The question breaks a rule"),
    /** The slug is taken. */
    METER_EXISTS("meter-exists", 409, "The tenant has a meter of that slug");

    private final String code;
    private final int status;
    private final String title;

    MeterProblem(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The refusal as an answer; where rules are broken, under the code {@code invalid}. */
    static Refusal of(MeterRefused refused, MeterProblem invalid) {
        ProblemCode problem =
                switch (refused.reason()) {
                    case INVALID -> invalid;
                    case UNKNOWN -> CommonProblem.NOT_FOUND;
                    case EXISTS -> METER_EXISTS;
                    case BUSY -> CommonProblem.UNAVAILABLE;
                };
        List<FieldError> errors = refused.faults().stream()
                .map(fault -> new FieldError("/" + fault.member(), fault.detail()))
                .toList();
        return new Refusal(problem, String.valueOf(refused.getMessage()), errors);
    }

    /** A parameter that cannot be read. */
    static Refusal parameter(String name, String detail) {
        return new Refusal(INVALID_QUERY, name + " " + detail, List.of(new FieldError(name, detail)));
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
