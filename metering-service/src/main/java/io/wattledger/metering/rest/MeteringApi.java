package io.wattledger.metering.rest;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;

/** Describes the API in its OpenAPI document. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Wattledger metering",
                        version = "1.0.0",
                        description = "Takes usage events and shows what was metered. Times are UTC, intervals are"
                                + " half-open, GPU time is counted in milli-GPU-seconds and energy in millijoules. Every"
                                + " refusal is application/problem+json with a stable code.",
                        contact = @Contact(name = "Wattledger", email = "metering@wattledger.example"),
                        license = @License(name = "Apache-2.0")))
public class MeteringApi extends Application {}
