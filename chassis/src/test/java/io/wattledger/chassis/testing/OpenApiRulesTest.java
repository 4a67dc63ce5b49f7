package io.wattledger.chassis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule about OpenAPI documents finds what was made to break it. */
class OpenApiRulesTest {

    private static final String SOUND =
            """
            {"openapi": "3.1.0",
             "info": {"description": "A sample", "contact": {"name": "n", "email": "e", "url": "u"}},
             "servers": [{"url": "/api/v1"}],
             "components": {"schemas": {"Problem": {"type": "object", "properties": {
                 "type": {"type": "string", "maxLength": 9}, "title": {"type": "string", "maxLength": 9},
                 "status": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 9},
                 "detail": {"type": "string", "maxLength": 9}, "code": {"type": "string", "maxLength": 9}}}}},
             "paths": {"/usage-items/{id}": {"get": {
                 "operationId": "getUsage", "summary": "s", "description": "d", "tags": ["t"], "security": [{}],
                 "parameters": [{"name": "groupBy", "in": "query", "description": "p",
                                 "schema": {"type": "array", "maxItems": 3, "items": {"type": "string", "enum": ["a"]}}}],
                 "responses": {"200": {"description": "r", "headers": {"API-Version": {}}, "content": {"text/csv": {}}}, %s}}}}}
            """.formatted(String.join(",", problem("400"), problem("401"), problem("403"), problem("500")));

    private static String problem(String status) {
        return """
                "%s": {"description": "r", "headers": {"API-Version": {}}, "content": {"application/problem+json":
                    {"schema": {"$ref": "#/components/schemas/Problem"}}}}""".formatted(status);
    }

    @Test
    void findNothingInASoundDocument() throws IOException {
        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(SOUND))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "3.1.0"                    | "3.0.3"               | openapi
            "url": "u"                 | "uri": "u"            | contact
            "/api/v1"                  | "/api"                | servers
            "code": {"type"            | "kode": {"type"       | Problem
            /usage-items/              | /usageItems/          | kebab-case
            "operationId": "getUsage", | "x": 1,               | operationId
            {"/usage-items/{id}": {"get": { | {"/usage-items": {"get": {"operationId": "getUsage"}}, "/usage-items/{id}": {"get": { | that another has: getUsage
            "summary": "s",            | "x": 1,               | summary
            "security": [{}],          | "x": 1,               | everybody
            "groupBy"                  | "group_by"            | camelCase
            "description": "p",        | "x": 1,               | describe
            "maxItems": 3,             | "x": 1,               | maxItems
            "format": "int32",         | "x": 1,               | format
            "maximum": 9               | "x": 1                | maximum
            "403"                      | "418"                 | 403
            application/problem+json   | application/json      | problem+json
            "200": {"description": "r", "headers": {"API-Version": {}}, | "200": {"description": "r", | API-Version
            "content": {"text/csv": {}}       | "x": 1                | holds
            "detail": {"type": "string", "maxLength": 9} | "detail": {"type": "number"}  | decimal
            """)
    void findWhatBreaksThem(String part, String instead, String finding) throws IOException {
        assertThat(SOUND).contains(part);
        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(SOUND.replace(part, instead))))
                .isNotEmpty()
                .anySatisfy(one -> assertThat(one).contains(finding));
    }
}
