package io.wattledger.launcher.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.wattledger.launcher.InputFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** A usage file: CSV, plain or compressed by gzip, with the columns that docs/catalog.md lists. */
public final class UsageFile {

    private static final int MOST_FAULTS = 100;
    private static final int GZIP_MAGIC = 0x8b1f;

    private final Path path;
    private final UsageRules rules;

    /** A file that is read by the rules of a catalog. */
    public UsageFile(Path path, UsageRules rules) {
        this.path = path;
        this.rules = rules;
    }

    /**
     * Reads all rows in their order.
     *
     * @return how many
     * @throws InputFault when rows cannot be read, after all of them were tried; each fault names line and column
     */
    public long read(Consumer<UsageRow> rows) {
        List<String> faults = new ArrayList<>();
        long count = 0;
        try (Reader text = open();
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .skipEmptyLines(true)
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw new InputFault(path + ": is empty; its first line must name the columns");
            }
            UsageColumns columns = UsageColumns.of(path.toString(), records.next());
            while (records.hasNext() && faults.size() < MOST_FAULTS) {
                CsvRecord record = records.next();
                Optional<UsageRow> row = columns.row(record, rules, faults);
                row.ifPresent(rows);
                count++;
            }
        } catch (CsvParseException e) {
            throw new InputFault(path + ": is not CSV: " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw new InputFault(path + ": is not UTF-8 text");
        } catch (IOException | UncheckedIOException e) {
            throw new InputFault(path + ": cannot be read (" + e.getMessage() + ")");
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return count;
    }

    /** The file's name for people. */
    public String name() {
        return path.toString();
    }

    private Reader open() throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(path));
        try {
            bytes.mark(2);
            int first = bytes.read();
            int second = bytes.read();
            bytes.reset();
            // By content, not by name: a renamed file must not turn into gibberish.
            InputStream plain = ((second << 8) | first) == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder());
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }
}
