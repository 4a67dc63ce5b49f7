package io.wattledger.billing.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.billing.document.PeppolEnvelope;
import io.wattledger.billing.flow.Channel;
import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Hands documents to a Peppol access point by files: each as {@code outgoing/<delivery>.xml}, which is there whole or not at
 * all, and what became of it read back from {@code receipts/<delivery>.json}.
 */
@ApplicationScoped
public class FileDropChannel implements Channel {

    private static final Logger LOG = Logger.getLogger(FileDropChannel.class);
    private static final ObjectMapper JSON = WireJson.newMapper();
    private static final String ENDING = ".json";

    private final Optional<Path> folder;

    FileDropChannel(AccessPointConfig config) {
        this.folder = config.folder();
    }

    @Override
    public String name() {
        return "peppol";
    }

    @Override
    public boolean isOn() {
        return folder.isPresent();
    }

    @Override
    public boolean carriesReminders() {
        return false;
    }

    @Override
    public List<DocumentKind> kinds() {
        return List.of(DocumentKind.UBL, DocumentKind.XRECHNUNG_UBL);
    }

    @Override
    public List<DocumentKind> kindsBeside() {
        return List.of();
    }

    @Override
    public Optional<String> recipient(Invoice invoice) {
        ElectronicAddress receiver = invoice.buyer().electronicAddress();
        return receiver == null || invoice.seller().electronicAddress() == null
                ? Optional.empty()
                : Optional.of(receiver.scheme() + ":" + receiver.id());
    }

    @Override
    public Result send(String recipient, Parcel parcel) {
        try {
            byte[] envelope = PeppolEnvelope.write(
                    parcel.delivery(), parcel.orderedAt(), parcel.invoice(), recipient, parcel.document());
            write(place("outgoing"), parcel.delivery() + ".xml", envelope);
            return new HandedOver();
        } catch (IOException | UncheckedIOException e) {
            return new Failed("the folder of the access point cannot be written: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Receipt> receipts() {
        List<Receipt> receipts = new ArrayList<>();
        try (Stream<Path> files = Files.list(place("receipts"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                read(file).ifPresent(receipts::add);
            }
        } catch (IOException e) {
            LOG.errorf(e, "the receipts of the access point cannot be read");
        }
        return receipts;
    }

    @Override
    public void putAway(Receipt receipt, boolean isKnown) {
        move(receipt.delivery() + ENDING, isKnown ? "receipts-done" : "receipts-refused");
    }

    /** A receipt that cannot be read is set aside, so that it holds up no other and is not lost. */
    private Optional<Receipt> read(Path file) {
        String name = file.getFileName().toString();
        try {
            JsonNode receipt = JSON.readTree(Files.readAllBytes(file));
            String state = receipt.path("state").asText();
            if (state.equals("delivered") || state.equals("rejected")) {
                return Optional.of(new Receipt(
                        name.substring(0, name.length() - ENDING.length()),
                        state.equals("delivered"),
                        receipt.path("detail").asText()));
            }
            LOG.errorf("the receipt %s has the state '%s', not delivered or rejected", name, state);
        } catch (IOException e) {
            LOG.errorf("the receipt %s cannot be read: %s", name, e.getMessage());
        }
        move(name, "receipts-refused");
        return Optional.empty();
    }

    private void move(String name, String to) {
        try {
            Files.move(place("receipts").resolve(name), place(to).resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the receipt " + name + " cannot be put away", e);
        }
    }

    private Path place(String name) throws IOException {
        return Files.createDirectories(folder.orElseThrow().resolve(name));
    }

    /** On the disk before it bears its name; the access point never sees a part of it. */
    private static void write(Path place, String name, byte[] content) throws IOException {
        Path unfinished = place.resolve("." + name + ".part");
        try (FileChannel file = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(unfinished, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
