using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Trust;

public sealed class BalanceTests
{
    static TrustedReading<Power> Sure(double megawatts) => new(megawatts.Megawatts, TrustStanding.Trusted, TrustFault.None, megawatts.Megawatts, megawatts.Megawatts);
    static TrustedReading<Power> Failed(double least, double most) => new(most.Megawatts, TrustStanding.Bounded, TrustFault.Stale, least.Megawatts, most.Megawatts);

    static (double Megawatts, TrustStanding Standing, TrustFault Why, int? Suspect) Check(SafeSide side, params TrustedReading<Power>[] views)
    {
        TrustedReading<Power> found = CrossCheck.Of(views, 1.Megawatts, side, out int? suspect);
        return (found.Value.Megawatts, found.Standing, found.Why, suspect);
    }

    [Fact]
    public void Two_views_agree_within_the_tolerance_and_the_safe_one_counts()
    {
        Assert.Equal((51, TrustStanding.Trusted, TrustFault.None, null), Check(SafeSide.Larger, Sure(50), Sure(51)));
        Assert.Equal((50, TrustStanding.Trusted, TrustFault.None, null), Check(SafeSide.Smaller, Sure(50), Sure(51)));
        Assert.Equal((51.001, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Larger, Sure(50), Sure(51.001)));
        Assert.Equal((49, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Smaller, Sure(51), Sure(49)));
    }

    [Fact]
    public void One_of_three_against_the_others_is_the_liar()
    {
        Assert.Equal((51, TrustStanding.StoodIn, TrustFault.Imbalance, 2), Check(SafeSide.Larger, Sure(50), Sure(51), Sure(60)));
        Assert.Equal((51, TrustStanding.StoodIn, TrustFault.Imbalance, 0), Check(SafeSide.Larger, Sure(40), Sure(51), Sure(50)));
        Assert.Equal((60, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Larger, Sure(40), Sure(50), Sure(60)));
        Assert.Equal((52, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Larger, Sure(50), Sure(51), Sure(52)));
    }

    [Fact]
    public void A_view_that_failed_is_stood_in_for_unless_the_other_contradicts_it()
    {
        Assert.Equal((50, TrustStanding.StoodIn, TrustFault.Stale, 0), Check(SafeSide.Larger, Failed(40, 90), Sure(50)));
        Assert.Equal((39, TrustStanding.StoodIn, TrustFault.Stale, 0), Check(SafeSide.Larger, Failed(40, 90), Sure(39)));
        Assert.Equal((90, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Larger, Failed(40, 90), Sure(38.9)));
        Assert.Equal((92, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Larger, Failed(40, 90), Sure(92)));
        Assert.Equal((60, TrustStanding.Disputed, TrustFault.Imbalance, null), Check(SafeSide.Larger, Failed(40, 55), Sure(60), Sure(50)));
        Assert.Equal((95, TrustStanding.Bounded, TrustFault.Stale, null), Check(SafeSide.Larger, Failed(40, 90), Failed(45, 95)));
        Assert.Equal((90, TrustStanding.Bounded, TrustFault.Stale, null), Check(SafeSide.Larger, Failed(40, 90)));
        Assert.Throws<ArgumentException>(() => Check(SafeSide.Larger));
    }

    static SiteBalanceReading Site(TrustedReading<Power> import, TrustedReading<Power> plant, TrustedReading<Power> battery, TrustedReading<Power> racks, TrustedReading<Power> other) =>
        SiteBalance.Of(import, [plant], [battery], [racks, Sure(10)], 1.2, other, 1.Megawatts);

    /// <summary>40 + 25 + 3 = 68 = 1.2·(45 + 10) + 2 MW.</summary>
    [Fact]
    public void The_draw_is_known_twice()
    {
        SiteBalanceReading fine = Site(Sure(40), Sure(25), Sure(3), Sure(45), Sure(2));
        Assert.Equal((68, 40, BalanceSuspect.None), (Math.Round(fine.Draw.Value.Megawatts, 9), Math.Round(fine.Import.Value.Megawatts, 9), fine.Suspect));
        Assert.Equal(TrustStanding.Trusted, fine.Draw.Standing);

        SiteBalanceReading low = Site(Sure(20), Sure(25), Sure(3), Sure(45), Sure(2));     // the meter lies within its bounds
        Assert.Equal((68, 40, BalanceSuspect.Unknown), (Math.Round(low.Draw.Value.Megawatts, 9), Math.Round(low.Import.Value.Megawatts, 9), low.Suspect));

        SiteBalanceReading stale = Site(Failed(20, 100), Sure(25), Sure(3), Sure(45), Sure(2));
        Assert.Equal((68, 40, BalanceSuspect.Bus), (Math.Round(stale.Draw.Value.Megawatts, 9), Math.Round(stale.Import.Value.Megawatts, 9), stale.Suspect));

        SiteBalanceReading racks = Site(Sure(40), Sure(25), Sure(3), Failed(30, 90), Sure(2));
        Assert.Equal((68, 40, BalanceSuspect.Parts), (Math.Round(racks.Draw.Value.Megawatts, 9), Math.Round(racks.Import.Value.Megawatts, 9), racks.Suspect));

        SiteBalanceReading plant = Site(Sure(40), Failed(10, 30), Sure(3), Sure(45), Sure(2));
        Assert.Equal((68, 40, BalanceSuspect.Bus), (Math.Round(plant.Draw.Value.Megawatts, 9), Math.Round(plant.Import.Value.Megawatts, 9), plant.Suspect));
        Assert.Throws<ArgumentOutOfRangeException>(() => SiteBalance.Of(Sure(1), [], [], [], -1, Sure(0), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => SiteBalance.Of(Sure(1), [], [], [], 1, Sure(0), -1.Watts));
    }

    /// <summary>The whole chain: a site moves as physics allows, one sensor lies or falls silent from some moment on, in any way within its bounds.</summary>
    [Fact]
    public void With_one_sensor_at_fault_draw_and_import_are_never_thought_smaller_than_they_are()
    {
        var facts = new SensorFacts<Power>(-200.Megawatts, 200.Megawatts, SafeSide.Larger, TimeSpan.FromSeconds(3), 4.Megawatts, 0.1.Megawatts, null);
        Gen<double[]> moves = Gen.Double[-1, 1].Array[4];
        Gen.Select(moves.Array[40], Gen.Int[0, 4], Gen.Int[1, 30], Gen.Int[0, 3], Gen.Double[-150, 150].Array[40]).Sample((steps, liar, since, manner, lies) =>
        {
            var trust = new SensorTrust<Power>([.. Enumerable.Repeat(facts, 5)]);
            double[] true_ = [0, 25, 3, 45, 2];                         // import follows
            var read = new TrustedReading<Power>[5];
            double stuck = 0;
            for (int t = 0; t < 40; t++)
            {
                for (int k = 1; k < 5; k++) true_[k] += 0.6 * steps[t][k - 1];
                true_[0] = 1.2 * true_[3] + true_[4] - true_[1] - true_[2];
                if (t <= since) stuck = true_[liar];
                for (int k = 0; k < 5; k++)
                {
                    bool faulty = k == liar && t > since;
                    double says = !faulty ? true_[k] : manner switch { 0 => lies[t], 1 => stuck, 2 => true_[k] + 0.05 * lies[0], _ => double.NaN };
                    bool silent = faulty && manner == 3;
                    read[k] = trust.Judge(k, silent ? null : new(says.Megawatts, TimeSpan.FromSeconds(t)), TimeSpan.FromSeconds(t));
                }
                SiteBalanceReading site = SiteBalance.Of(read[0], read.AsSpan(1, 1), read.AsSpan(2, 1), read.AsSpan(3, 1), 1.2, read[4], 1.Megawatts);
                double draw = 1.2 * true_[3] + true_[4];
                if (site.Draw.Value.Megawatts < draw - 1e-9 || site.Import.Value.Megawatts < true_[0] - 1e-9) return false;
            }
            return true;
        }, iter: 2000);
    }
}
