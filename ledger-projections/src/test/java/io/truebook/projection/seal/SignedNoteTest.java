package io.truebook.projection.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Notes of others are understood, and ours are what others understand. */
class SignedNoteTest {

    /** The note and the key in the documentation of Go's implementation. */
    private static final String PUBLISHED =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1F\
            FYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    private static final String PUBLISHED_KEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    @Test
    void a_published_note_is_read_and_its_signature_holds() {
        var key = VerifierKey.parse(PUBLISHED_KEY);
        var note = SignedNote.parse(PUBLISHED);

        assertThat(note.toString()).isEqualTo(PUBLISHED);
        assertThat(key.text()).isEqualTo(PUBLISHED_KEY);
        // It is signed, and no checkpoint.
        assertThatThrownBy(() -> key.open(note)).hasMessageContaining("Not a checkpoint");
    }

    @Test
    void a_published_note_with_another_text_is_refused() {
        var note = SignedNote.parse(PUBLISHED.replace("answer", "Answer"));

        assertThatThrownBy(() -> VerifierKey.parse(PUBLISHED_KEY).open(note))
                .hasMessageContaining("No signature of PeterNeumann holds");
    }

    @Test
    void a_key_whose_id_does_not_fit_is_refused() {
        assertThatThrownBy(() -> VerifierKey.parse(PUBLISHED_KEY.replace("c74f", "c74e")))
                .hasMessageContaining("does not fit");
    }

    @Test
    void what_we_sign_can_be_checked_with_the_key_as_text() {
        var signer = newKey("example.com/ledger");
        byte[] root = new byte[32];
        Arrays.fill(root, (byte) 7);

        var note = SignedNote.parse(signer.sign(42, root).toString());
        var checkpoint = VerifierKey.parse(signer.verifier().text()).open(note);

        assertThat(note.text())
                .isEqualTo(
                        "example.com/ledger\n42\n"
                                + Base64.getEncoder().encodeToString(root)
                                + "\n");
        assertThat(checkpoint.size()).isEqualTo(42);
        assertThat(checkpoint.root()).isEqualTo(root);
    }

    @Test
    void a_changed_size_root_or_log_is_refused() {
        var signer = newKey("one");
        var note = signer.sign(42, new byte[32]).toString();

        assertThat(signer.verifier().open(SignedNote.parse(note)).size()).isEqualTo(42);
        for (var other :
                new String[] {
                    note.replace("\n42\n", "\n43\n"),
                    note.replace("\nAAAA", "\nAAAB"),
                    note.replace("one\n42", "two\n42"),
                    newKey("one").sign(42, new byte[32]).toString()
                }) {
            assertThatThrownBy(() -> signer.verifier().open(SignedNote.parse(other)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void two_ledgers_never_have_the_same_name_by_themselves() {
        assertThat(newKey(null).verifier().name())
                .startsWith("truebook/")
                .isNotEqualTo(newKey(null).verifier().name());
    }

    @Test
    void a_file_whose_keys_do_not_belong_together_is_refused() {
        var one = describe("one").split("\n");
        var other = describe("one").split("\n");

        assertThatThrownBy(() -> SignerKey.parse(one[0] + "\n" + other[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static SignerKey newKey(@org.jspecify.annotations.Nullable String name) {
        return SignerKey.parse(describe(name));
    }

    private static String describe(@org.jspecify.annotations.Nullable String name) {
        try {
            return SignerKey.describe(
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
