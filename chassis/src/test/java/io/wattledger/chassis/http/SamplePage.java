package io.wattledger.chassis.http;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** Parameters of a page. */
public class SamplePage {

    @QueryParam("limit")
    @DefaultValue("1")
    int limit;
}
