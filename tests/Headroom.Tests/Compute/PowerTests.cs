using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>Board, cap and server: reference/compute.md §1.3–§1.5.</summary>
public sealed class PowerTests
{
    [Fact]
    public void The_most_efficient_cap_is_500_W_on_H200_557_on_B200_873_on_GB200()
    {
        Assert.Equal(500, CapLaw.MostEfficientCap(0.65, 269.Watts).Watts, 0.5);
        Assert.Equal(557, CapLaw.MostEfficientCap(0.65, 300.Watts).Watts, 0.5);
        Assert.Equal(873, CapLaw.MostEfficientCap(0.65, 470.Watts).Watts, 0.5);
    }

    [Fact]
    public void Tokens_per_joule_of_an_H200_server_stay_within_1_5_percent_from_half_to_full_cap()
    {
        double[] efficiencies = [.. Enumerable.Range(50, 51).Select(percent => TokensPerJoule(percent / 100.0, 0.65))];
        Assert.True(efficiencies.Min() >= 0.985 * efficiencies.Max(), $"{efficiencies.Min() / efficiencies.Max():0.0000}");
    }

    [Fact]
    public void At_half_cap_an_exponent_of_0_55_gains_up_to_7_percent_and_0_72_loses_5()
    {
        Assert.Equal(1.07, TokensPerJoule(0.5, 0.55) / TokensPerJoule(1, 0.55), 0.005);
        Assert.Equal(0.95, TokensPerJoule(0.5, 0.72) / TokensPerJoule(1, 0.72), 0.005);
    }

    [Fact]
    public void A_cap_of_60_percent_takes_29_percent_of_server_power_and_28_percent_of_tokens()
    {
        Power full = ServerPower.OfRack(Known.HgxH200, 700.Watts);
        Power capped = ServerPower.OfRack(Known.HgxH200, 420.Watts);
        Assert.Equal(-0.29, capped / full - 1, 0.005);
        Assert.Equal(-0.28, CapLaw.MixedSpeedFraction(420.Watts, 700.Watts, 0.65) - 1, 0.005);
    }

    [Fact]
    public void Eight_H200_at_their_TDP_draw_7_75_kW_at_the_wall() =>
        Assert.Equal(7.752, ServerPower.OfRack(Known.HgxH200, 700.Watts).Kilowatts, 1e-9);

    [Fact]
    public void Four_percent_of_network_adds_a_24th_to_the_servers() =>
        Assert.Equal(100 / 0.96, ServerPower.AtItBoundary(Known.HgxH200, 100.Kilowatts).Kilowatts, 1e-9);

    [Fact]
    public void Every_known_rack_stays_below_its_nameplate_at_TDP() =>
        Assert.All(Known.Racks, rack => Assert.True(ServerPower.OfRack(rack, rack.Accelerator.Tdp) <= rack.Nameplate, rack.Name));

    /// <summary>M, MLPerf Inference v4.1, 8×H200 Max-Q against Max-P; result not verified by MLCommons Association.</summary>
    [Theory]
    [InlineData(0.714, 0.79, 0.83)]
    [InlineData(0.50, 0.61, 0.65)]
    public void The_cap_law_meets_the_measured_range(double capFraction, double least, double most) =>
        Assert.InRange(CapLaw.MixedSpeedFraction(capFraction * 700.Watts, 700.Watts, 0.65), least, most);

    /// <summary>S, one sweep on an RTX 3090: decode .97, .94, .86, .17 at .71, .57, .43, .29 of TDP, drawing TDP without a cap.</summary>
    [Theory]
    [InlineData(0.71, 0.97)]
    [InlineData(0.57, 0.94)]
    [InlineData(0.43, 0.86)]
    public void Decode_keeps_its_speed_down_to_the_knee(double capFraction, double speed) =>
        Assert.Equal(speed, CapLaw.DecodeSpeedFraction(capFraction * 350.Watts, 350.Watts, 350.Watts), 0.05);

    [Fact]
    public void More_cap_is_never_slower_and_never_draws_less() =>
        Gen.Select(Gen.Double[50, 1500], Gen.Double[50, 1500], Gen.Double[200, 1400]).Sample((a, b, p0) =>
        {
            (Power low, Power high, Power uncapped, Power tdp) = (Math.Min(a, b).Watts, Math.Max(a, b).Watts, p0.Watts, 1400.Watts);
            Assert.True(CapLaw.MixedSpeedFraction(low, uncapped, 0.65) <= CapLaw.MixedSpeedFraction(high, uncapped, 0.65) + 1e-12);
            Assert.True(CapLaw.DecodeSpeedFraction(low, uncapped, tdp) <= CapLaw.DecodeSpeedFraction(high, uncapped, tdp) + 1e-12);
            Assert.True(CapLaw.Draw(low, uncapped) <= CapLaw.Draw(high, uncapped));
        });

    [Fact]
    public void The_decode_law_has_no_step_at_its_knee_and_ends_at_its_minimum()
    {
        double at(double fraction) => CapLaw.DecodeSpeedFraction(fraction * 700.Watts, 650.Watts, 700.Watts);
        Assert.Equal(at(0.45), at(0.45 - 1e-9), 1e-6);
        Assert.Equal(0, at(0.27), 1e-9);
        Assert.Equal(1, at(1));
    }

    [Fact]
    public void A_board_draws_between_idle_and_TDP() =>
        Gen.Select(Gen.Int[0, Known.Models.Length - 1], Gen.Double[1, 4096], Gen.Int[0, 3]).Sample((index, batch, log2) =>
        {
            Model model = Known.Models[index];
            Precision precision = model.Stores(Precision.Fp8) ? Precision.Fp8 : Precision.Fp4;
            Replica replica = Known.ReplicaOf(model, Known.B200, Known.Chat with { Precision = precision }, 1 << log2);
            Assert.InRange(AcceleratorPower.Uncapped(replica, batch).Watts, Known.B200.Idle.Watts, Known.B200.Tdp.Watts);
        });

    [Fact]
    public void A_cap_above_its_own_draw_changes_nothing_and_one_below_costs_arithmetic_more_than_memory()
    {
        Assert.Equal(1, CapLaw.StretchFactor(651, 650, Known.H200, 0.5));
        double arithmetic = CapLaw.StretchFactor(400, 650, Known.H200, 1), memory = CapLaw.StretchFactor(400, 650, Known.H200, 0);
        Assert.Equal(Math.Pow(650.0 / 400, 0.72), arithmetic, 1e-12);
        Assert.Equal(Math.Pow(650.0 / 400, 0.1), memory, 1e-12);
        Assert.Equal((arithmetic + memory) / 2, CapLaw.StretchFactor(400, 650, Known.H200, 0.5), 1e-12);
    }

    private static double TokensPerJoule(double capFraction, double exponent) =>
        CapLaw.MixedSpeedFraction(capFraction * 700.Watts, 700.Watts, exponent)
        / ServerPower.OfRack(Known.HgxH200, capFraction * 700.Watts).Kilowatts;
}
