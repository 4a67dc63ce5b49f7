package io.wattledger.chassis.http;

import io.quarkus.security.identity.SecurityIdentity;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, as the token says. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * The tenant that the token speaks for; the only source of a tenant in a request.
     *
     * @throws Refusal when the token names none, or what can be no tenant: nobody, or several at once
     */
    public String tenant() {
        String tenant = claim("tenant");
        if (tenant == null || tenant.isBlank()) {
            throw new Refusal(CommonProblem.FORBIDDEN, "the token names no tenant (claim \"tenant\")");
        }
        if (tenant.equals(TenantScope.NO_TENANT) || tenant.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    CommonProblem.FORBIDDEN, "what the token names as its tenant is no tenant's id (claim \"tenant\")");
        }
        return tenant;
    }

    /** Whether the token carries the role, one of {@link Roles}. */
    public boolean hasRole(String role) {
        return identity.hasRole(role);
    }

    /** Whether the caller may see every tenant. */
    public boolean seesAllTenants() {
        return hasRole(Roles.OPERATOR) || hasRole(Roles.AUDITOR);
    }

    /** The caller's name, for records of who did what. */
    public String name() {
        return identity.getPrincipal().getName();
    }

    /** Who the caller is for whoever issued the token (claim {@code sub}); the name where the token has no subject. */
    public String subject() {
        String subject = claim("sub");
        return subject == null || subject.isBlank() ? name() : subject;
    }

    private @Nullable String claim(String name) {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getClaim(name) != null
                ? token.getClaim(name).toString()
                : null;
    }
}
