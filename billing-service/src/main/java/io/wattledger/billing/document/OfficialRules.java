package io.wattledger.billing.document;

import com.helger.diagnostics.error.IError;
import com.helger.diagnostics.error.level.EErrorLevel;
import com.helger.phive.api.execute.IValidationExecutorCacheSupport;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.result.ValidationResultList;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xml.xsd.ValidationExecutorXSD;
import com.helger.schematron.saxon.SchematronTransformerFactory;
import com.helger.schematron.svrl.SVRLResourceError;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.TransformerFactoryImpl;
import net.sf.saxon.dom.NodeOverNodeInfo;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SaxonApiException;

/**
 * The official rules of every e-invoice format (schema and Schematron) as a gate before issue. The first check of a
 * version compiles its rules, which takes seconds and some 50 MB of heap; {@link #warm} does so ahead. Safe to use from
 * many threads.
 */
public final class OfficialRules {

    private static final String NO_XML = "XML";
    private static final String SHAPE = "XSD";

    /** One name pool for rules and documents: Saxon runs compiled rules only over trees of its own configuration. */
    private static final Processor SAXON = newProcessor();

    private static final RuleSets RULE_SETS = new RuleSets();

    /** Creates the gate; nothing is compiled yet. */
    public OfficialRules() {}

    /** The names of the rule sets that apply to such a document, parted by blanks. */
    public String ruleSet(DocumentFormat format, DocumentType type, LocalDate issueDate) {
        return RULE_SETS.of(format, type, issueDate).stream()
                .map(set -> set.getID().getAsSingleID())
                .collect(Collectors.joining(" "));
    }

    /** Compiles the rules that apply to such documents, so that the first one does not wait for it. */
    public void warm(DocumentFormat format, DocumentType type, LocalDate issueDate) {
        for (var set : RULE_SETS.of(format, type, issueDate)) {
            for (var step : set.getAllExecutors()) {
                if (step instanceof IValidationExecutorCacheSupport compiled) {
                    compiled.ensureItemIsInCache();
                } else if (step instanceof ValidationExecutorXSD shape) {
                    Objects.requireNonNull(shape.getSchemaProvider().get());
                }
            }
        }
    }

    /**
     * What the rules say of a document.
     *
     * @param xml the document as it is to be sent
     * @param format which specification it follows
     * @param type invoice or credit note
     * @param issueDate its date of issue, which decides the version
     */
    public RuleReport check(byte[] xml, DocumentFormat format, DocumentType type, LocalDate issueDate) {
        String ruleSet = ruleSet(format, type, issueDate);
        try {
            // Saxon's own tree: on a W3C DOM the rules take quadratic time.
            var document = SAXON.newDocumentBuilder().build(new StreamSource(new ByteArrayInputStream(xml)));
            var source = ValidationSourceXML.create(ruleSet, NodeOverNodeInfo.wrap(document.getUnderlyingNode()));
            List<Violation> violations = new ArrayList<>();
            for (var set : RULE_SETS.of(format, type, issueDate)) {
                ValidationResultList results = ValidationExecutionManager.executeValidation(
                        IValidityDeterminator.createDefault(), set, source, Locale.ENGLISH);
                results.forEachFlattened(error -> violations.add(violation(error)));
            }
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
