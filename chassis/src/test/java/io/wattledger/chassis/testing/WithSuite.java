package io.wattledger.chassis.testing;

import io.quarkus.test.common.QuarkusTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Put on a {@code @QuarkusTest}: the service runs on a real Kafka and a real PostgreSQL, started once per module. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@QuarkusTestResource(SuiteInfrastructure.class)
public @interface WithSuite {}
