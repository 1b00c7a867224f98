package io.truebook.api.benchmark;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.reconciliation.ReconcilerFixture;
import io.truebook.api.reconciliation.Reports;
import io.truebook.ledger.reconciliation.Period;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * How long a reconciliation takes and what heap it needs: as many settlement rows as charges, in
 * sizes that grow tenfold, each on a database of its own on one durable server.
 *
 * <p>What is timed is the product's own run from the look for fees to the commit of its lines and
 * breaks; then its three reports, thrown away as they are written. The floor beside it is one SQL
 * statement that joins the same rows with the same postings and counts what agrees: it reads what
 * the run reads, and decides and keeps nothing. Arguments: the sizes, {@code 10000 100000 1000000}
 * unless asked otherwise; start it with {@code -Xmx512m}.
 */
public final class ReconciliationBenchmark {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Period PERIOD = Period.ofDays(DAY, DAY, ZoneOffset.UTC);

    private static final String FLOOR =
            """
            with booked as (
                select e.aggregate_id as id, sum(
                    case p.side when 'debit' then p.amount_minor else -p.amount_minor end) as minor
                from truebook.posting p
                join truebook.journal_event e on e.global_index = p.global_index
                where p.layer = 'posted' and p.account_id = 1 group by e.aggregate_id),
            settled as (
                select coalesce(r.charge_operation, f.payment_id) as id, sum(net_minor) as minor
                from truebook.settlement_row_current r
                left join truebook.provider_reference f on f.connection = r.connection
                    and f.object_id = r.source_id
                where r.tenant = 'default' and r.connection = 'stripe' group by 1)
            select count(*) filter (where b.minor = s.minor) from booked b full join settled s
                on s.id = b.id
            """;

    private ReconciliationBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int[] sizes =
                arguments.length == 0
                        ? new int[] {10_000, 100_000, 1_000_000}
                        : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        measure(1_000, false); // Classes and code are warm, as in a ledger that runs.
        System.out.println(
                "   charges  floor s   run s    rows/s  peak heap MiB  reports s     MiB");
        double before = 0;
        for (int size : sizes) {
            double seconds = measure(size, true);
            if (before > 0) {
                System.out.printf("%10s  run / run before: %.1f%n", "", seconds / before);
            }
            before = seconds;
        }
        System.exit(0);
    }

    private static double measure(int charges, boolean print) throws IOException {
        try (var ledger = new LedgerFixture()) {
            SettledHistory.write(ledger.database, charges);
            var reconciler = new ReconcilerFixture(ledger);
            double floor = seconds(() -> ledger.jdbc.sql(FLOOR).query(Long.class).single());
            resetPeak();
            var id = new String[1];
            double run = seconds(() -> id[0] = reconciler.run(PERIOD).id());
            long peak = peak();
            var written = new long[1];
            double reports = seconds(() -> written[0] = write(reconciler, id[0]));
            if (print) {
                System.out.printf(
                        "%10d %8.1f %7.1f %9.0f %14d %10.1f %7d%n",
                        charges, floor, run, charges / run, peak >> 20, reports, written[0] >> 20);
            }
            return run;
        }
    }

    private static long write(ReconcilerFixture reconciler, String run) {
        var counting = new Counting();
        for (var form : Reports.Form.values()) {
            try {
                reconciler.report(run).write(form, counting);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return counting.bytes;
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void resetPeak() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Of each pool its own peak: together at least what was ever in use. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static final class Counting extends OutputStream {

        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes += length;
        }
    }
}
