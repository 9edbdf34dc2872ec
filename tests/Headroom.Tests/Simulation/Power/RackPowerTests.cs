using CsCheck;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation.Devices;

public sealed class RackPowerTests
{
    static readonly TimeSpan tenth = TimeSpan.FromMilliseconds(100), second = TimeSpan.FromSeconds(1);

    static RackSmoothing Gpu(double wattsPerSecond) => new(
        Ramp.FromSi(wattsPerSecond), Ramp.FromSi(wattsPerSecond), 400.Watts, 150.Watts, Energy.FromSi(65), 65.Watts);

    /// <summary>AT-03: (1 − .25) · 1,400 W · 66 ms = 69.3 J, and 65 J are stored.</summary>
    [Fact]
    public void One_deep_dip_takes_more_than_the_store_of_a_board_holds_and_the_store_is_full_again_before_the_next()
    {
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), 1);
        var racks = new RackPower(Gpu(double.PositiveInfinity) with { Recharge = 10.Watts }, 1, 1300.Watts);
        double dip = RackPower.SupplyFraction(0.25, TimeSpan.FromMilliseconds(66), tenth);
        racks.Advance(CapsInForce.Of(bank), [1400], tenth);
        racks.Advance(CapsInForce.Of(bank), [1400], tenth, dip);
        double shortfall = (1400 - racks.DrawnWatts[0]) * 0.1, unserved = (1400 - racks.ServedWatts[0]) * 0.1;
        Assert.Equal(69.3, shortfall, 1e-9);
        Assert.Equal(4.3, unserved, 1e-9);
        Assert.Equal(0, racks.StoredJoules[0]);

        // six dips in 82 s leave 16 s between them; at 10 W a store of 65 J needs 6.5 s of a draw below the cap
        for (int k = 0; k < 65; k++) racks.Advance(CapsInForce.Of(bank), [1300], tenth);
        Assert.Equal(65, racks.StoredJoules[0], 1e-9);

        // the mild end of the incident is carried: (1 − .40) · 1,400 W · 42 ms = 35.3 J
        racks.Advance(CapsInForce.Of(bank), [1400], tenth, RackPower.SupplyFraction(0.40, TimeSpan.FromMilliseconds(42), tenth));
        Assert.Equal(1400, racks.ServedWatts[0], 1e-9);
        Assert.Equal(65 - 35.28, racks.StoredJoules[0], 1e-9);
    }

    [Fact]
    public void At_the_cap_there_is_no_room_to_charge()
    {
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), 1);
        var racks = new RackPower(Gpu(double.PositiveInfinity), 1, 1400.Watts);
        racks.Advance(CapsInForce.Of(bank), [1400], tenth, 0.9);
        double left = racks.StoredJoules[0];
        racks.Advance(CapsInForce.Of(bank), [1400], tenth);
        Assert.Equal(left, racks.StoredJoules[0]);
    }

    [Fact]
    public void A_board_with_smoothing_rises_by_its_ramp_burns_on_the_way_down_and_keeps_its_floor_while_active()
    {
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), 1);
        var racks = new RackPower(Gpu(100) with { Storage = default }, 1, 400.Watts);
        racks.Advance(CapsInForce.Of(bank), [1000], second);
        Assert.Equal((500, 500), (racks.DrawnWatts[0], racks.ServedWatts[0]));
        racks.Advance(CapsInForce.Of(bank), [200], second);
        Assert.Equal((400, 200, 200), (racks.DrawnWatts[0], racks.ServedWatts[0], racks.BurnedWatts[0]));
        racks.Advance(CapsInForce.Of(bank), [200], second);
        Assert.Equal(400, racks.DrawnWatts[0]);              // floor
        racks.Advance(CapsInForce.Of(bank), [100], second);
        Assert.Equal(300, racks.DrawnWatts[0]);              // no longer active: down by the ramp
    }

    [Fact]
    public void Vector_and_scalar_draw_agree_to_the_last_bit() => Sample((racks, chance) =>
    {
        RackSmoothing smoothing = Any(chance);
        RackPower one = new(smoothing, racks, 500.Watts), other = new(smoothing, racks, 500.Watts);
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), racks);
        Run(bank, chance, (k, demand, supply) =>
        {
            RackStep.Advance(one, CapsInForce.Of(bank), demand, tenth, supply);
            RackStep.AdvanceOneByOne(other, CapsInForce.Of(bank), demand, tenth, supply);
            Assert.Equal(CapTests.Bits(other.DrawnWatts), CapTests.Bits(one.DrawnWatts));
            Assert.Equal(CapTests.Bits(other.ServedWatts), CapTests.Bits(one.ServedWatts));
            Assert.Equal(CapTests.Bits(other.BurnedWatts), CapTests.Bits(one.BurnedWatts));
            Assert.Equal(CapTests.Bits(other.StoredJoules), CapTests.Bits(one.StoredJoules));
        });
    });

    [Fact]
    public void Draw_stays_under_the_cap_ramps_hold_the_store_stays_in_bounds_and_every_rack_balances() => Sample((count, chance) =>
    {
        RackSmoothing smoothing = Any(chance);
        var racks = new RackPower(smoothing, count, 500.Watts);
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), count);
        double[] drawnBefore = new double[count], storedBefore = racks.StoredJoules.ToArray();
        racks.Smoothed.CopyTo(drawnBefore, 0);
        Run(bank, chance, (k, demand, supply) =>
        {
            racks.Advance(CapsInForce.Of(bank), demand, tenth, supply);
            for (int i = 0; i < count; i++)
            {
                double drawn = racks.DrawnWatts[i], stored = racks.StoredJoules[i], change = (stored - storedBefore[i]) / 0.1;
                bool landing = bank.BeforeShareFraction[i] > 0;
                Assert.True(drawn <= (landing ? Math.Max(bank.EnforcedBeforeWatts[i], bank.EnforcedWatts[i]) : bank.EnforcedWatts[i]));
                Assert.InRange(stored, 0, smoothing.Storage.Joules);
                Assert.Equal(drawn, racks.ServedWatts[i] + racks.BurnedWatts[i] + change, 1e-6);
                Assert.True(racks.ServedWatts[i] <= demand[i] + 1e-9);
                Assert.True(racks.Smoothed[i] - drawnBefore[i] <= (smoothing.Rise * tenth).Watts + 1e-9);
                double cap = bank.BeforeShareFraction[i] * bank.EnforcedBeforeWatts[i] + (1 - bank.BeforeShareFraction[i]) * bank.EnforcedWatts[i];
                Assert.True(racks.Smoothed[i] >= Math.Min(drawnBefore[i] - (smoothing.Fall * tenth).Watts, cap) - 1e-9);
                (drawnBefore[i], storedBefore[i]) = (racks.Smoothed[i], stored);
            }
        });
    });

    [Fact]
    public void A_step_allocates_nothing()
    {
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), 1389);
        var racks = new RackPower(Gpu(100), 1389, 400.Watts);
        double[] demand = new double[1389];
        Array.Fill(demand, 900);
        void Go(int k)
        {
            bank.Order(k % 1389, 700.Watts);
            bank.Advance(k * second, second);
            racks.Advance(CapsInForce.Of(bank), demand, second);
        }
        Go(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 1; k < 100; k++) Go(k);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static RackSmoothing Any(Draws chance) => chance.Below(900, 0, 4) == 0 ? RackSmoothing.None : new(
        Ramp.FromSi(10 + 3000 * chance.Fraction(900, 1)), Ramp.FromSi(10 + 3000 * chance.Fraction(900, 2)),
        (600 * chance.Fraction(900, 3)).Watts, 150.Watts, Energy.FromSi(100 * chance.Fraction(900, 4)), (100 * chance.Fraction(900, 5)).Watts);

    static void Sample(Action<int, Draws> law) =>
        Gen.Select(Gen.Int[1, 13], Gen.Int[0, 1_000_000]).Sample((racks, seed) => law(racks, new Draws((ulong)seed)), iter: 200);

    static void Run(CapBank bank, Draws chance, Action<int, double[], double> step)
    {
        double[] demand = new double[bank.Racks];
        for (int k = 0; k < 60; k++)
        {
            bank.Order(chance.Below(k, 1, bank.Racks), (1500 * chance.Fraction(k, 2)).Watts);
            bank.Advance(k * tenth, tenth);
            for (int i = 0; i < demand.Length; i++) demand[i] = 1600 * chance.Fraction(k, 10 + i);
            step(k, demand, chance.Below(k, 3, 5) == 0 ? chance.Fraction(k, 4) : 1);
        }
    }
}
