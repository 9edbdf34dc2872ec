using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Tests.Compute;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation.Work;

public sealed class ServicePoolTests
{
    static readonly ServingCurves curves = ServingCurves.For(Known.HgxB200, Known.Llama70B, Known.Chat)!;
    static readonly double mostPerRack = curves.At(1).TokensMost.TokensPerSecond;

    /// <summary>A load that fills this share of a number of racks.</summary>
    static LoadShape Load(double racks, double share) => new(1.Hours, [new(racks * share * mostPerRack / 1024, 1024.Tokens, 1024.Tokens)]);

    [Fact]
    public void The_curve_meets_every_operating_point_of_the_frontier()
    {
        foreach (RackType rack in Known.Racks)
            foreach (Model model in (Model[])[Known.Llama70B, Known.DeepSeek])
            {
                Frontier frontier = new DefaultFrontier().FrontierOf(rack, model, Known.Chat);
                if (frontier.IsEmpty) { Assert.Null(ServingCurves.For(rack, model, Known.Chat)); continue; }
                ServingCurves all = ServingCurves.For(rack, model, Known.Chat)!;
                foreach (OperatingPoint point in frontier.Points)
                {
                    ServingCurve curve = all.At(point.CapFraction);
                    Assert.Equal(1, curve.PowerAt(1) / point.Power, 1e-9);
                    Assert.Equal(1, curve.TokensMost / point.Tokens, 1e-9);
                    Assert.Equal(frontier.Idle.Watts, curve.PowerAt(0).Watts, 1e-6);
                    RackServing full = curve.At(point.Latency.Batch);
                    Assert.Equal(point.Latency.TimePerToken.TotalSeconds, full.TimePerToken.TotalSeconds, 1e-6);
                    Assert.Equal(point.Latency.TimeToFirstToken.TotalSeconds, full.FirstToken.TotalSeconds, 1e-6);
                }
            }
    }

    [Fact]
    public void Chords_of_the_curve_lie_within_half_a_per_cent_of_the_roofline()
    {
        Replica replica = Known.ReplicaOf(Known.DeepSeek, Known.B200, Known.Chat, accelerators: 8);
        ServingCurve curve = ServingCurves.Of(Known.HgxB200, replica, 512)!.At(1);
        for (double b = 1; b <= curve.BatchMost; b *= 1.07)
        {
            double exact = curve.Replicas * ReplicaPoint.At(replica, Known.B200.Tdp.Watts, b).TokensPerSecond;
            Assert.InRange(curve.At(b).Tokens.TokensPerSecond / exact, 0.995, 1 + 1e-6);
        }
    }

    [Fact]
    public void At_a_steady_load_the_pool_serves_what_comes_at_the_batch_of_Little()
    {
        foreach (double step in (double[])[0.1, 1, 60])
        {
            ServicePool pool = new("chat", curves, new ShapeArrivals(Load(racks: 10, share: 0.6)), tier: 1);
            pool.Run(10, 1);
            ServiceStep last = default;
            for (int i = 0; i < 600 / step + 20; i++) last = pool.Advance((i * step).Seconds, ((i + 1) * step).Seconds);
            Assert.Equal(0.6, last.UtilisationFraction, 1e-3);
            // 10 racks at .6 of their most tokens draw what the curve says
            Assert.Equal(1, last.Power / (10 * curves.At(1).PowerAt(0.6)), 2e-3);
            Assert.Equal(last.Batch / last.TimePerToken.TotalSeconds * 10 * pool.Curve.Replicas, 6 * mostPerRack, 6e-3 * mostPerRack);
            Assert.Equal(1, pool.Book.FirstTokenAttainmentFraction);
            Assert.Equal(1, pool.Book.TokenAttainmentFraction);
        }
    }

    [Fact]
    public void Overload_by_a_fifth_makes_users_wait_a_sixth_of_the_time()
    {
        ServicePool pool = new("chat", curves, new ShapeArrivals(Load(racks: 10, share: 1.2)), tier: 0);
        pool.Run(10, 1);
        for (int i = 0; i < 3600; i++) pool.Advance(i.Seconds, (i + 1).Seconds);
        // arrival at t, place when all before it have one: capacity·(t + w) = 1.2·capacity·t, so w = .2·t;
        // those with a place at 3600 s came before 3000 s
        Assert.InRange(pool.Book.FirstToken.Percentile(0.999).TotalSeconds, 560, 650);
        Assert.InRange(pool.Book.FirstToken.Percentile(0.5).TotalSeconds, 270, 340);
        Assert.InRange(pool.Book.Served.Output.Tokens / (3600 * 10 * mostPerRack), 0.99, 1);
        Assert.True(pool.Book.FirstTokenAttainmentFraction < 0.05);
    }

    [Fact]
    public void Books_close_and_nothing_is_served_early_or_beyond_capacity() =>
        Gen.Select(Gen.ULong, Gen.Double[0, 2], Gen.Double[0, 1.5], Gen.Int[0, 3], Gen.Bool, OneOf.Const(0.1, 1, 10, 60)).Sample(
            (seed, share, allow, tier, deferrable, step) =>
            {
                ServicePool pool = new("any", curves, GeneratedArrivals.Of(Load(4, share), LengthMix.Conversation, 3, seed), tier,
                    deferrable ? 5.Minutes : null, patience: 2.Minutes);
                SplitMix64 chance = new(seed);
                for (int i = 0; i < 200; i++)
                {
                    double racks = chance.Next() < 0.1 ? 0 : 8 * chance.Next(), cap = 0.6 + 0.4 * chance.Next();
                    if (i % 20 == 0) pool.Run(racks, cap);
                    ServiceStep made = pool.Advance((i * step).Seconds, ((i + 1) * step).Seconds,
                        allow > 1 ? null : (allow * 4 * mostPerRack).TokensPerSecond);
                    ServiceBook book = pool.Book;
                    Assert.Equal(book.Arrived, book.Served + pool.InFlight + pool.Waiting + book.Lost);
                    foreach (long part in (long[])[pool.InFlight.RequestUnits, pool.InFlight.OutputUnits, pool.Waiting.RequestUnits,
                        pool.Waiting.OutputUnits, pool.Waiting.InputUnits, made.Served.RequestUnits, made.Served.OutputUnits, made.Shed.OutputUnits])
                        Assert.True(part >= 0);
                    Assert.True(book.Served.OutputUnits <= book.Arrived.OutputUnits);
                    Assert.InRange(made.UtilisationFraction, 0, 1 + 1e-9);
                }
            }, iter: 200);

    [Fact]
    public void More_racks_never_serve_fewer_users_in_time() => Gen.Select(Gen.ULong, Gen.Double[0.3, 1.3], Gen.Double[1, 2]).Sample((seed, share, more) =>
    {
        ServiceBook Run(double racks)
        {
            ServicePool pool = new("any", curves, GeneratedArrivals.Of(Load(4, share), LengthMix.Conversation, 4, seed), tier: 0);
            pool.Run(racks, 1);
            for (int i = 0; i < 600; i++) pool.Advance(i.Seconds, (i + 1).Seconds);
            return pool.Book;
        }
        (ServiceBook few, ServiceBook many) = (Run(4), Run(4 * more));
        Assert.True(many.Served.OutputUnits >= few.Served.OutputUnits * (1 - 1e-6));
        Assert.True(many.FirstTokenInTimeUnits >= few.FirstTokenInTimeUnits * (1 - 1e-3));
        Assert.True(many.FirstTokenAttainmentFraction >= few.FirstTokenAttainmentFraction - 1e-3);
    }, iter: 60);

    [Fact]
    public void Seeds_reproduce_bit_for_bit()
    {
        (double Watts, WorkAmount Served) Run(ulong seed)
        {
            ServicePool pool = new("any", curves, GeneratedArrivals.Of(Load(4, 0.9), LengthMix.Conversation, 4, seed), tier: 0);
            pool.Run(4, 0.83);
            double sum = 0;
            for (int i = 0; i < 600; i++) sum += pool.Advance(i.Seconds, (i + 1).Seconds).Power.Watts;
            return (sum, pool.Book.Served);
        }
        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));
    }

    [Fact]
    public void An_allowance_sheds_what_may_not_wait_and_keeps_back_what_may()
    {
        ServicePool now = new("chat", curves, new ShapeArrivals(Load(4, 0.8)), tier: 3),
            later = new("batch", curves, new ShapeArrivals(Load(4, 0.8)), 3, 1.Hours);
        TokenRate half = (0.4 * 4 * mostPerRack).TokensPerSecond;
        foreach (ServicePool pool in (ServicePool[])[now, later])
        {
            pool.Run(4, 1);
            for (int i = 0; i < 1000; i++) pool.Advance(i.Seconds, (i + 1).Seconds, half);
        }
        Assert.InRange(now.Book.LostFraction, 0.49, 0.5);        // half, less ten seconds of burst
        Assert.True(now.Book.KeepsPromise);
        Assert.Equal(WorkAmount.None, later.Book.Lost);
        Assert.InRange(later.Waiting.Output / later.Book.Arrived.Output, 0.49, 0.51);
        for (int i = 1000; i < 10000; i++) later.Advance(i.Seconds, (i + 1).Seconds, half);
        Assert.InRange(later.Book.Expired.Output.Tokens, 1, later.Book.Arrived.Output.Tokens / 2);
    }

    [Fact]
    public void Eight_services_allocate_nothing_in_a_step()
    {
        ServicePool[] pools = [.. Enumerable.Range(0, 8).Select(i => new ServicePool($"s{i}", curves,
            GeneratedArrivals.Of(Load(40 * (i + 1), 0.9), LengthMix.Conversation, 3, (ulong)i), tier: i % 4, i == 7 ? 1.Hours : null))];
        foreach (ServicePool pool in pools) pool.Run(40 * (int.Parse(pool.Name[1..]) + 1), 0.9);
        SiteWork site = new(pools, []);
        TokenRate[] allowed = [.. pools.Select(pool => 0.95 * pool.TokensMost)];
        int at = 0;
        void Steps(int count)
        {
            for (int end = at + count; at < end; at++)
                site.Advance(TimeSpan.FromTicks(at * 10_000_000L), TimeSpan.FromTicks((at + 1) * 10_000_000L), allowed);
        }
        Steps(5_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Steps(20_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
    }

    /// <summary>Chance of the test itself.</summary>
    sealed class SplitMix64(ulong seed)
    {
        ulong drawn;
        public double Next() => new Headroom.Compute.Waveforms.SplitMix(~seed).UniformFraction(drawn++);
    }
}
