package io.wattledger.launcher.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A usage file: CSV, plain or compressed by gzip, with the columns that docs/catalog.md lists. */
public final class UsageFile implements UsageInput {

    /** Read after the last row, unless the file ends inside a quote. */
    private static final String END = "\u0004";

    private final Path path;
    private final UsageRules rules;

    /** A file that is read by the rules of a catalog. */
    public UsageFile(Path path, UsageRules rules) {
        this.path = path;
        this.rules = rules;
    }

    @Override
    public void read(UsageSink sink) {
        var events = new UsageEvents(rules.source());
        rows(row -> sink.event(events.reported(name(), row)), sink::refused);
    }

    /** Reads all rows in their order; {@code faults} is told of each reason why one cannot be read. */
    void rows(Consumer<UsageRow> rows, Consumer<RowFault> faults) {
        try (Reader text = UsageText.open(path, "\n" + END);
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .skipEmptyLines(true)
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = csv.iterator();
            CsvRecord header = next(records);
            if (header == null) {
                throw new InputFault(path + ": is empty; its first line must name the columns");
            }
            UsageColumns columns = UsageColumns.of(path.toString(), header, rules);
            for (CsvRecord row = next(records); row != null; row = next(records)) {
                columns.row(row, faults).ifPresent(rows);
            }
        } catch (CsvParseException e) {
            throw new InputFault(path + ": is not CSV: " + why(e));
        } catch (IOException | UncheckedIOException e) {
            throw UsageText.unreadable(path, e);
        }
    }

    /** Where reading ended, and, as the cause tells, why. */
    private static String why(CsvParseException e) {
        String where = Objects.requireNonNullElse(e.getMessage(), "");
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null ? where : where + ": " + cause.getMessage();
    }

    /** The next row; absent at the end. An open quote takes in all that follows it, the end of the file too. */
    private @Nullable CsvRecord next(Iterator<CsvRecord> records) {
        CsvRecord record = records.next();
        if (records.hasNext()) {
            return record;
        }
        if (record.getFields().equals(List.of(END))) {
            return null;
        }
        throw new InputFault(
                path + ":" + record.getStartingLineNumber() + ": the file ends inside a quote that this row"
                        + " opens: it is cut off, or the quote is one too many; export it again, or close the quote");
    }

    @Override
    public URI source() {
        return rules.source();
    }

    @Override
    public Set<TenantSite> reach() {
        String tenant = rules.defaults().tenant();
        String site = rules.defaults().site();
        return tenant == null || site == null ? Set.of() : Set.of(new TenantSite(tenant, site));
    }

    @Override
    public String name() {
        return path.toString();
    }
}
