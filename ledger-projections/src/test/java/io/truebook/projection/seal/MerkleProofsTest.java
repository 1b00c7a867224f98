package io.truebook.projection.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roots and proofs agree with the published vectors and with a tree built by the definition. */
class MerkleProofsTest {

    private final ProofCheck check = new ProofCheck();

    @Nested
    class Roots {

        @ParameterizedTest
        @CsvSource({
            "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        })
        void are_those_published_for_rfc_6962(int size, String root) {
            var leaves = NaiveTree.reference().subList(0, size);

            assertThat(HexFormat.of().formatHex(frontier(leaves).root())).isEqualTo(root);
            assertThat(HexFormat.of().formatHex(NaiveTree.root(leaves))).isEqualTo(root);
        }

        @Test
        void grow_leaf_by_leaf_as_if_built_anew() {
            var all = NaiveTree.leaves(600);
            var growing = Frontier.empty();

            for (int size = 1; size <= all.size(); size++) {
                growing.append(all.get(size - 1), _ -> {});
                assertThat(growing.root()).isEqualTo(NaiveTree.root(all.subList(0, size)));
            }
        }

        @Test
        void survive_being_stored_at_any_size() {
            var all = NaiveTree.leaves(70);
            var growing = Frontier.empty();

            for (var leaf : all) {
                growing = Frontier.of(growing.stored());
                growing.append(leaf, _ -> {});
            }

            assertThat(growing.root()).isEqualTo(NaiveTree.root(all));
            assertThat(growing.stored()).hasSize(8 + 3 * 32);
        }

        @Test
        void are_not_made_of_broken_bytes() {
            byte[] stored = frontier(NaiveTree.leaves(5)).stored();

            for (int length = 0; length < stored.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(stored, length);
                assertThatThrownBy(() -> Frontier.of(cut))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Nested
    class Tiles {

        @Test
        void are_handed_out_once_when_256_leaves_are_complete() {
            var all = NaiveTree.leaves(1_000);
            var tiles = new ArrayList<Tile>();
            var growing = Frontier.empty();

            all.forEach(leaf -> growing.append(leaf, tiles::add));

            assertThat(tiles).extracting(Tile::number).containsExactly(0L, 1L, 2L);
            assertThat(tiles).extracting(Tile::level).containsOnly(1);
            assertThat(tiles.get(1).hash()).isEqualTo(NaiveTree.root(all.subList(256, 512)));
        }

        @Test
        void of_the_second_level_span_256_of_the_first() {
            var tiles = new ArrayList<Tile>();
            var growing = Frontier.empty();

            NaiveTree.leaves(1 << 16).forEach(leaf -> growing.append(leaf, tiles::add));

            assertThat(tiles).filteredOn(tile -> tile.level() == 1).hasSize(256);
            assertThat(tiles.getLast().level()).isEqualTo(2);
            assertThat(tiles.getLast().number()).isZero();
            assertThat(tiles.getLast().hash()).isEqualTo(growing.root());
        }
    }

    @Nested
    class Inclusion {

        @Test
        void proofs_are_those_of_the_definition_and_hold() {
            for (int size = 1; size <= 33; size++) {
                var leaves = NaiveTree.leaves(size);
                for (int leaf = 0; leaf < size; leaf++) {
                    var proof = proofs(leaves).inclusion(leaf, size);

                    assertThat(proof).containsExactlyElementsOf(NaiveTree.inclusion(leaf, leaves));
                    assertThat(holds(leaves, leaf, size, proof)).isTrue();
                }
            }
        }

        @Test
        void of_another_leaf_place_or_size_does_not_hold() {
            var leaves = NaiveTree.leaves(21);
            var proof = NaiveTree.inclusion(9, leaves);
            byte[] root = NaiveTree.root(leaves);

            assertThat(check.includes(leaves.get(9), 9, 21, proof, root)).isTrue();
            assertThat(check.includes(leaves.get(10), 9, 21, proof, root)).isFalse();
            assertThat(check.includes(leaves.get(9), 10, 21, proof, root)).isFalse();
            assertThat(check.includes(leaves.get(9), 9, 9, proof, root)).isFalse();
            assertThat(check.includes(leaves.get(9), -1, 21, proof, root)).isFalse();
            assertThat(check.includes(leaves.get(9), 9, 21, proof, leaves.get(1))).isFalse();
        }

        @Test
        void with_a_changed_dropped_or_added_hash_does_not_hold() {
            var leaves = NaiveTree.leaves(21);
            for (int leaf = 0; leaf < 21; leaf++) {
                var proof = NaiveTree.inclusion(leaf, leaves);
                for (int i = 0; i < proof.size(); i++) {
                    var changed = new ArrayList<>(proof);
                    changed.set(i, flipped(proof.get(i)));
                    assertThat(holds(leaves, leaf, 21, changed)).isFalse();
                }
                assertThat(holds(leaves, leaf, 21, proof.subList(1, proof.size()))).isFalse();
                var longer = new ArrayList<>(proof);
                longer.add(proof.getFirst());
                assertThat(holds(leaves, leaf, 21, longer)).isFalse();
            }
        }

        private boolean holds(List<byte[]> leaves, int leaf, int size, List<byte[]> proof) {
            return check.includes(leaves.get(leaf), leaf, size, proof, NaiveTree.root(leaves));
        }
    }

    @Nested
    class Consistency {

        @Test
        void proofs_are_those_of_the_definition_and_hold() {
            var all = NaiveTree.leaves(33);
            for (int to = 1; to <= 33; to++) {
                for (int from = 1; from <= to; from++) {
                    var leaves = all.subList(0, to);
                    var proof = proofs(leaves).consistency(from, to);

                    assertThat(proof)
                            .containsExactlyElementsOf(NaiveTree.consistency(from, leaves));
                    assertThat(holds(all, from, to, proof)).as(from + " to " + to).isTrue();
                }
            }
        }

        @Test
        void does_not_hold_for_a_rewritten_beginning() {
            var before = NaiveTree.leaves(33);
            var after = new ArrayList<>(before);
            after.set(4, flipped(before.get(4)));
            for (int from = 5; from <= 33; from++) {
                var proof = NaiveTree.consistency(from, after);
                byte[] old = NaiveTree.root(before.subList(0, from));

                assertThat(check.extend(from, old, 33, NaiveTree.root(after), proof)).isFalse();
            }
        }

        @Test
        void with_a_changed_or_dropped_hash_does_not_hold() {
            var all = NaiveTree.leaves(21);
            for (int from = 1; from < 21; from++) {
                var proof = NaiveTree.consistency(from, all);
                for (int i = 0; i < proof.size(); i++) {
                    var changed = new ArrayList<>(proof);
                    changed.set(i, flipped(proof.get(i)));
                    assertThat(holds(all, from, 21, changed)).isFalse();
                }
                assertThat(holds(all, from, 21, proof.subList(1, proof.size()))).isFalse();
                assertThat(holds(all, from, 21, List.of())).isFalse();
            }
        }

        private boolean holds(List<byte[]> all, int from, int to, List<byte[]> proof) {
            return check.extend(
                    from,
                    NaiveTree.root(all.subList(0, from)),
                    to,
                    NaiveTree.root(all.subList(0, to)),
                    proof);
        }
    }

    private static Frontier frontier(List<byte[]> leaves) {
        var frontier = Frontier.empty();
        leaves.forEach(leaf -> frontier.append(leaf, _ -> {}));
        return frontier;
    }

    private static MerkleProofs proofs(List<byte[]> leaves) {
        return new MerkleProofs((level, number) -> {
            int first = Math.toIntExact(number << level);
            return NaiveTree.root(leaves.subList(first, first + (1 << level)));
        });
    }

    private static byte[] flipped(byte[] hash) {
        byte[] other = hash.clone();
        other[other.length - 1] ^= 1;
        return other;
    }
}
