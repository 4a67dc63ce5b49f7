package io.wattledger.launcher.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.launcher.slurm.SacctFile;
import io.wattledger.launcher.slurm.SacctJson;
import io.wattledger.launcher.slurm.SacctRules;
import io.wattledger.launcher.usage.UsageFile;
import io.wattledger.launcher.usage.UsageInput;
import io.wattledger.launcher.usage.UsageRules;
import io.wattledger.launcher.usage.UsageText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens usage files of any known format by one mapping. */
public final class UsageInputs {

    private final String mapping;
    private final JsonNode section;
    private final @Nullable String fixedTenant;

    /**
     * Inputs read by a {@code usage} section that keeps its schema.
     *
     * @param mapping name of the file it stands in, for messages
     * @param section may be absent
     */
    public UsageInputs(String mapping, JsonNode section) {
        this(mapping, section, null);
    }

    private UsageInputs(String mapping, JsonNode section, @Nullable String fixedTenant) {
        this.mapping = mapping;
        this.section = section;
        this.fixedTenant = fixedTenant;
    }

    /** Formats of usage files. */
    public enum Format {
        /** Rows as docs/catalog.md lists them. */
        CSV,
        /** What {@code sacct --parsable2} prints. */
        SACCT,
        /** What {@code sacct --json} prints. */
        SACCT_JSON
    }

    /**
     * What the command line says in place of the mapping; each absent where it says nothing.
     *
     * @param tenant whose usage all of it is, whatever the mapping or a row says
     * @param timeZone for usage.sacct.timeZone
     * @param convention for usage.sacct.convention
     */
    public record Overrides(
            @Nullable String tenant,
            @Nullable String timeZone,
            @Nullable String convention) {}

    /** These inputs with what the command line says in place of the mapping. */
    public UsageInputs with(Overrides overrides) {
        ObjectNode changed = section.isObject() ? section.deepCopy() : JsonNodeFactory.instance.objectNode();
        if (overrides.tenant() != null) {
            // One tenant for all: what the mapping says of tenants does not hold then.
            changed.withObjectProperty("sacct").remove("tenant");
        }
        put(changed.withObjectProperty("defaults"), "tenant", overrides.tenant());
        put(changed.withObjectProperty("sacct"), "timeZone", overrides.timeZone());
        put(changed.withObjectProperty("sacct"), "convention", overrides.convention());
        return new UsageInputs(mapping, changed, overrides.tenant() == null ? fixedTenant : overrides.tenant());
    }

    /** A file whose format is told by how it begins. */
    public UsageInput open(Path path) {
        return open(path, format(path));
    }

    /** Accounting of Slurm in either of its forms. */
    public UsageInput openSacct(Path path) {
        return open(path, format(path) == Format.SACCT_JSON ? Format.SACCT_JSON : Format.SACCT);
    }

    private static Format format(Path path) {
        try (BufferedReader text = UsageText.open(path)) {
            String header = text.readLine();
            if (header == null || header.indexOf('|') < 0) {
                return header != null && header.stripLeading().startsWith("{") ? Format.SACCT_JSON : Format.CSV;
            }
            return Format.SACCT;
        } catch (IOException e) {
            throw UsageText.unreadable(path, e);
        }
    }

    /** A file of this format. */
    public UsageInput open(Path path, Format format) {
        return switch (format) {
            case CSV -> new UsageFile(path, UsageRules.of(section).ofTenant(fixedTenant));
            case SACCT -> new SacctFile(path, SacctRules.of(mapping, section));
            case SACCT_JSON -> new SacctJson(path, SacctRules.of(mapping, section));
        };
    }

    private static void put(ObjectNode object, String member, @Nullable String value) {
        if (value != null) {
            object.put(member, value);
        }
    }
}
