import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.client.ApiClient;
import io.wattledger.client.ApiException;
import io.wattledger.client.api.InvoiceRunsApi;
import io.wattledger.client.api.InvoicesApi;
import io.wattledger.client.model.CreditNoteRequest;
import io.wattledger.client.model.CreditedLine;
import io.wattledger.client.model.InvoicePage;
import io.wattledger.client.model.InvoiceRun;
import io.wattledger.client.model.InvoiceRunRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a program of an operator does with the client that OpenAPI Generator makes: credit, list, preview, read a refusal. */
public final class UseBilling {

    private final InvoicesApi invoices;
    private final InvoiceRunsApi runs;

    private UseBilling(ApiClient client) {
        invoices = new InvoicesApi(client);
        runs = new InvoiceRunsApi(client);
    }

    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(given("BILLING_URL") + "/api/v1");
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + given("BILLING_TOKEN")));
        UseBilling use = new UseBilling(client);
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("creditNote", use.credit());
        seen.put("again", use.credit());
        seen.put("listed", use.list());
        seen.put("preview", use.preview());
        seen.put("refusal", use.refusal());
        System.out.println(new ObjectMapper().writeValueAsString(seen));
    }

    private static String given(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }

    private String credit() throws ApiException {
        CreditNoteRequest request = new CreditNoteRequest()
                .reason("agreed")
                .addLinesItem(new CreditedLine().line(1).amount("4.00"));
        return invoices.creditInvoice(given("INVOICE"), request, given("KEY")).getNumber();
    }

    private List<String> list() throws ApiException {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            InvoicePage page = invoices.listInvoices(cursor, null, null, 1, null, null, given("TENANT"));
            page.getItems()
                    .forEach(item -> seen.add(item.getNumber() + " " + item.getPayable().getAmount() + " "
                            + item.getPayable().getCurrency()));
            cursor = page.getNextCursor();
        } while (cursor != null);
        return seen;
    }

    private String preview() throws ApiException {
        InvoiceRunRequest request =
                new InvoiceRunRequest().addPeriodsItem("2026-10").addTenantsItem(given("TENANT"));
        InvoiceRun started = runs.startInvoiceRun(request, true, given("KEY") + "-run");
        InvoiceRun run = runs.getInvoiceRun(started.getId());
        return run.getItems().getFirst().getTenant() + " "
                + run.getItems().getFirst().getPeriod();
    }

    private String refusal() throws Exception {
        try {
            invoices.getInvoiceLedger("no-such");
            return "none";
        } catch (ApiException e) {
            return e.getCode() + " "
                    + new ObjectMapper().readTree(e.getResponseBody()).path("code").asText();
        }
    }
}
