package io.wattledger.billing.document;

import com.helger.diagnostics.error.IError;
import com.helger.diagnostics.error.level.EErrorLevel;
import com.helger.phive.api.execute.IValidationExecutorCacheSupport;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.result.ValidationResultList;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation2025_11;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xml.xsd.ValidationExecutorXSD;
import com.helger.schematron.saxon.SchematronTransformerFactory;
import com.helger.schematron.svrl.SVRLResourceError;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.TransformerFactoryImpl;
import net.sf.saxon.dom.NodeOverNodeInfo;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SaxonApiException;

/**
 * The official rules of Peppol BIS Billing 3.0 (UBL schema, EN 16931 and Peppol Schematron) as a gate before issue. The
 * first check of a version compiles its rules, which takes seconds and some 50 MB of heap; {@link #warm} does so ahead.
 * Safe to use from many threads.
 */
public final class PeppolRules {

    private static final String NO_XML = "XML";
    private static final String SHAPE = "XSD";

    /** One name pool for rules and documents: Saxon runs compiled rules only over trees of its own configuration. */
    private static final Processor SAXON = newProcessor();

    /** Versions by the day from which they are mandatory; validation goes by issue date. */
    private static final NavigableMap<LocalDate, IValidationExecutorSet<IValidationSourceXML>> VERSIONS = versions();

    /** Creates the gate; nothing is compiled yet. */
    public PeppolRules() {}

    /** The rule set that applies to an invoice of {@code issueDate}; before the first one known, the first. */
    public String ruleSet(LocalDate issueDate) {
        return version(issueDate).getID().getAsSingleID();
    }

    /** Compiles the rules that apply on {@code issueDate}, so that the first invoice does not wait for it. */
    public void warm(LocalDate issueDate) {
        for (var step : version(issueDate).getAllExecutors()) {
            if (step instanceof IValidationExecutorCacheSupport compiled) {
                compiled.ensureItemIsInCache();
            } else if (step instanceof ValidationExecutorXSD shape) {
                Objects.requireNonNull(shape.getSchemaProvider().get());
            }
        }
    }

    /**
     * What the rules say of a UBL invoice.
     *
     * @param ubl the document as it is to be sent
     * @param issueDate its date of issue, which decides the version
     */
    public RuleReport check(byte[] ubl, LocalDate issueDate) {
        IValidationExecutorSet<IValidationSourceXML> version = version(issueDate);
        String ruleSet = version.getID().getAsSingleID();
        try {
            // Saxon's own tree: on a W3C DOM the rules take quadratic time.
            var document = SAXON.newDocumentBuilder().build(new StreamSource(new ByteArrayInputStream(ubl)));
            var source = ValidationSourceXML.create(ruleSet, NodeOverNodeInfo.wrap(document.getUnderlyingNode()));
            ValidationResultList results = ValidationExecutionManager.executeValidation(
                    IValidityDeterminator.createDefault(), version, source, Locale.ENGLISH);
            List<Violation> violations = new ArrayList<>();
            results.forEachFlattened(error -> violations.add(violation(error)));
            return new RuleReport(ruleSet, violations);
        } catch (SaxonApiException e) {
            String text = Objects.requireNonNullElse(e.getMessage(), "not well-formed");
            return new RuleReport(ruleSet, List.of(new Violation(NO_XML, Severity.ERROR, text, "")));
        }
    }

    private static Violation violation(IError error) {
        String rule = error.getErrorID();
        String text = Objects.requireNonNullElse(error.getErrorText(Locale.ENGLISH), "");
        String location = Objects.requireNonNullElse(error.getErrorFieldName(), "");
        // What is no assertion of a rule is the schema's, or the machinery failing: never less than an error.
        boolean ofRule = error instanceof SVRLResourceError && rule != null;
        boolean warning = ofRule && error.getErrorLevel().isLT(EErrorLevel.ERROR);
        return new Violation(rule == null ? SHAPE : rule, warning ? Severity.WARNING : Severity.ERROR, text, location);
    }

    private static IValidationExecutorSet<IValidationSourceXML> version(LocalDate issueDate) {
        Map.Entry<LocalDate, IValidationExecutorSet<IValidationSourceXML>> entry = VERSIONS.floorEntry(issueDate);
        return entry == null ? VERSIONS.firstEntry().getValue() : entry.getValue();
    }

    private static NavigableMap<LocalDate, IValidationExecutorSet<IValidationSourceXML>> versions() {
        var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation2025_11.init(registry);
        PeppolValidation2026_05.init(registry);
        NavigableMap<LocalDate, IValidationExecutorSet<IValidationSourceXML>> versions = new TreeMap<>();
        versions.put(
                PeppolValidation2025_11.VALID_PER,
                registry.getOfID(PeppolValidation2025_11.VID_OPENPEPPOL_INVOICE_UBL_V3));
        versions.put(
                PeppolValidation2026_05.VALID_PER,
                registry.getOfID(PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3));
        return versions;
    }

    private static Processor newProcessor() {
        Processor processor = new Processor(false);
        SchematronTransformerFactory.setTransformerFactoryCustomizer(factory -> {
            if (factory instanceof TransformerFactoryImpl saxon) {
                saxon.setConfiguration(processor.getUnderlyingConfiguration());
            }
        });
        return processor;
    }
}
