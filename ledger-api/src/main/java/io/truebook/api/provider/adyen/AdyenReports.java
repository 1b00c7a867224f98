package io.truebook.api.provider.adyen;

import io.truebook.api.provider.BatchReports;
import io.truebook.api.provider.ReportDownload;
import io.truebook.api.provider.SettlementDialect;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adyen's settlement detail reports, downloaded by their names.
 *
 * <p>The address is made here of the account and the number of the batch. A notification brings
 * one, too, but does not sign it: whoever changed it would be given the login. Source: Adyen
 * "Download your reports automatically" (read 2026-11).
 */
final class AdyenReports implements BatchReports {

    private static final Pattern NAME =
            Pattern.compile("settlement_detail_report_batch_([0-9]{1,9})\\.csv");

    private final String connection;
    private final @Nullable String merchantAccount;
    private final URI base;
    private final @Nullable String authorization;
    private final Duration deadline;

    /**
     * @param merchantAccount null where files of any are read
     * @param user null where nothing is downloaded
     */
    AdyenReports(
            String connection,
            @Nullable String merchantAccount,
            URI base,
            @Nullable String user,
            @Nullable String password,
            Duration deadline) {
        this.connection = connection;
        this.merchantAccount = merchantAccount;
        this.base = base;
        this.authorization = user == null ? null : basic(user + ":" + password);
        this.deadline = deadline;
    }

    /** The number of the batch whose settlement report has this name; empty for other reports. */
    static OptionalLong batchOf(@Nullable String name) {
        var match = NAME.matcher(name == null ? "" : name);
        return match.matches()
                ? OptionalLong.of(Long.parseLong(match.group(1)))
                : OptionalLong.empty();
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public boolean isCallable() {
        return authorization != null && merchantAccount != null;
    }

    @Override
    public SettlementDialect dialect() {
        return new AdyenSettlement(merchantAccount);
    }

    @Override
    public boolean onlyFilesTellOfPayouts() {
        return true;
    }

    @Override
    public Fetched fetch(long batch, Path file) {
        if (authorization == null || merchantAccount == null) {
            return new Fetched.Refused("There is no report login");
        }
        var request =
                HttpRequest.newBuilder(address(merchantAccount, batch))
                        .header("Authorization", authorization);
        try {
            int status = ReportDownload.into(file, request, deadline);
            return switch (status) {
                case 200 -> new Fetched.Downloaded();
                case 404 -> new Fetched.NotThere();
                case 401, 403 -> new Fetched.Refused("The report login is refused");
                default -> new Fetched.NotNow("Download answered " + status);
            };
        } catch (IOException broken) {
            return new Fetched.NotNow("Download broke off: " + broken.getClass().getSimpleName());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Fetched.NotNow("Stopped while downloading");
        }
    }

    private URI address(String account, long batch) {
        return base.resolve(
                "/reports/download/MerchantAccount/"
                        + URLEncoder.encode(account, StandardCharsets.UTF_8).replace("+", "%20")
                        + "/settlement_detail_report_batch_"
                        + batch
                        + ".csv");
    }

    private static String basic(String login) {
        return "Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
