package io.truebook.projection.store;

import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.Recorded.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code transaction_register}. */
final class RegisterRows {

    static final String COLUMNS =
            "r.tenant, r.origin, r.transaction_id, r.command_name, r.fields_version, r.fields,"
                    + " r.subject_id, r.first_index, r.last_index, r.position, r.rejection,"
                    + " r.rejection_detail, r.answer_status, r.answer_body, r.corrected";

    static final String FIND =
            "select "
                    + COLUMNS
                    + " from truebook.transaction_register r"
                    + " where r.tenant = ? and r.origin = ? and r.transaction_id = ?";

    private RegisterRows() {}

    static Recorded read(ResultSet row) throws SQLException {
        return new Recorded(
                new TransactionKey(
                        row.getString("tenant"),
                        row.getString("origin"),
                        row.getString("transaction_id")),
                row.getString("command_name"),
                RequestFields.parse(row.getInt("fields_version"), row.getString("fields")),
                row.getString("subject_id"),
                row.getLong("first_index"),
                row.getLong("last_index"),
                row.getLong("position"),
                refusal(row),
                answer(row));
    }

    private static @Nullable Refusal refusal(ResultSet row) throws SQLException {
        String code = row.getString("rejection");
        return code == null
                ? null
                : new Refusal(Rejection.valueOf(code), row.getString("rejection_detail"));
    }

    private static @Nullable Answer answer(ResultSet row) throws SQLException {
        byte[] body = row.getBytes("answer_body");
        return body == null
                ? null
                : new Answer(row.getInt("answer_status"), body, row.getBoolean("corrected"));
    }
}
