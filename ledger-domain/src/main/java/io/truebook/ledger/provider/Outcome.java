package io.truebook.ledger.provider;

import java.util.List;

/**
 * What is known after a call to a provider, or after a message from it.
 *
 * <p>The facts carry what has happened; the variant says whether the operation needs more asking.
 * {@link Unknown} and {@link NotExecuted} never override a stronger answer.
 */
public sealed interface Outcome {

    List<ProviderFact> facts();

    /** How the provider itself is; whoever gave an answer about the operation is well. */
    default Strain strain() {
        return new Strain.None();
    }

    /** Done, and final as far as the provider says today. */
    record Succeeded(List<ProviderFact> facts) implements Outcome {
        public Succeeded {
            facts = List.copyOf(facts);
        }
    }

    /** Taken; the answer comes later. */
    record Pending(List<ProviderFact> facts) implements Outcome {
        public Pending {
            facts = List.copyOf(facts);
        }
    }

    /** Waits for the payer (3-D Secure). */
    record ActionRequired(List<ProviderFact> facts) implements Outcome {
        public ActionRequired {
            facts = List.copyOf(facts);
        }
    }

    /** Refused for good: the same request will never work. */
    record Refused(List<ProviderFact> facts) implements Outcome {
        public Refused {
            facts = List.copyOf(facts);
        }
    }

    /** Provably without effect: the same request may be sent again under the same key. */
    record NotExecuted(String detail, Strain strain) implements Outcome {

        /** For a reason that lies in the one request. */
        public NotExecuted(String detail) {
            this(detail, new Strain.None());
        }

        @Override
        public List<ProviderFact> facts() {
            return List.of();
        }
    }

    /** It may have happened: ask again, never treat as a refusal. */
    record Unknown(String detail, Strain strain) implements Outcome {

        /** Because the provider gave no answer that can be understood. */
        public Unknown(String detail) {
            this(detail, new Strain.Away());
        }

        @Override
        public List<ProviderFact> facts() {
            return List.of();
        }
    }
}
