package io.wattledger.chassis.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The JSON form of requests and answers: that of the messages, but an unknown member of a request is refused. */
public class JsonForm {

    @Produces
    @Singleton
    ObjectMapper mapper() {
        return WireJson.newMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
