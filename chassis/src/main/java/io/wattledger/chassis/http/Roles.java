package io.wattledger.chassis.http;

/** The roles that a token can carry in its {@code groups} claim. */
public final class Roles {

    /** Administers the suite and sees every tenant. */
    public static final String OPERATOR = "operator";

    /** Reports usage of the tenant named in its token. */
    public static final String COLLECTOR = "collector";

    /** Sees what belongs to the tenant named in its token. */
    public static final String TENANT = "tenant";

    /** Sees every tenant and changes nothing. */
    public static final String AUDITOR = "auditor";

    private Roles() {}
}
