using CsCheck;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation.Devices;

public sealed class SupplyTests
{
    static readonly TimeSpan second = TimeSpan.FromSeconds(1), hour = TimeSpan.FromHours(1);

    static readonly Battery store = new()
    {
        Name = "battery",
        Power = Sizing<Quantities.Power>.Fixed(50.Megawatts),
        Energy = Sizing<Energy>.Fixed(200.MegawattHours),
        ChargeEfficiency = 0.92,
        DischargeEfficiency = 0.93,
        LossPerHourFraction = 2e-4,
        LeastStoredFraction = 0.1,
    };

    static readonly Generator turbine = new()
    {
        Name = "turbine",
        Kind = GeneratorKind.GasTurbine,
        Size = Sizing<Quantities.Power>.Fixed(100.Megawatts),
        AvailableFraction = [1],
        MinimumLoadFraction = 0.4,
        HeatRate = 9142.BtuPerKilowattHour,
    };

    static BatteryUnit Unit => new(store, 50.Megawatts, 200.MegawattHours);

    /// <summary>A week by the hour, by the plan's own equations, carried out second by second.</summary>
    [Fact]
    public void A_schedule_carried_out_by_seconds_stores_what_the_plan_says()
    {
        var plant = new GeneratorUnit(turbine, 100.Megawatts, TimeSpan.Zero, 10.MegawattsPerMinute);
        var state = new BatteryState(50.MegawattHours);
        var running = new GeneratorState(GeneratorPhase.Running, 60.Megawatts);
        double planned = 50, plannedOutput = 0, worst = 0;
        for (int t = 0; t < 168; t++)
        {
            double output = 68 + 27 * Math.Sin(t * 0.4), injection = t % 24 < 12 ? -10 - t % 4 : 9 + t % 3;
            planned = (1 - 2e-4) * planned + (injection < 0 ? 0.92 * -injection : -injection / 0.93);
            plannedOutput += output;
            for (int k = 0; k < 3600; k++)
            {
                state = Unit.After(state, injection.Megawatts, second);
                PowerBand reach = plant.Reach(running, 1, second);
                running = plant.After(running, GeneratorOrder.Run, reach.Nearest(output.Megawatts), 1, second);
            }
            worst = Math.Max(worst, Math.Abs(state.Stored.MegawattHours - planned));
        }
        Assert.True(worst < 0.001 * 200, $"{worst} MWh apart");
        Assert.InRange(running.Fuel / HeatOf(plannedOutput.MegawattHours), 0.999, 1.001);
    }

    static Energy HeatOf(Energy output) => turbine.HeatRate.JoulesPerJoule * output;

    [Fact]
    public void A_store_stays_in_its_bounds_and_its_books_agree() =>
        Gen.Select(Gen.Double[-80, 80].Array[1, 60], Gen.Double[0.1, 60]).Sample((wanted, seconds) =>
        {
            TimeSpan step = TimeSpan.FromSeconds(seconds * 60);
            BatteryState now = new(100.MegawattHours), start = now;
            foreach (double megawatts in wanted)
            {
                Quantities.Power injection = Unit.Reach(now, step).Nearest(megawatts.Megawatts);
                BatteryState next = Unit.After(now, injection, step);
                Assert.InRange(next.Stored.MegawattHours, injection > default(Quantities.Power) ? 20 - 1e-6 : 0, 200);
                Assert.Equal(injection.Megawatts, Unit.Delivered(now, next, step).Megawatts, 1e-6);
                now = next;
            }
            Energy change = now.Stored - start.Stored;
            Assert.Equal(change.MegawattHours, (now.IntoStore - now.OutOfStore - now.Faded).MegawattHours, 1e-6);
            Assert.True(Unit.Lost(now) >= default(Energy) && Unit.FullCycles(now) >= 0);
        });

    [Fact]
    public void A_battery_told_to_give_more_than_it_has_is_a_bug() =>
        Assert.Throws<BrokenLawException>(() => Unit.After(new(20.MegawattHours), 10.Megawatts, second));

    [Fact]
    public void A_turbine_starts_loads_at_its_ramp_keeps_its_minimum_and_stops()
    {
        var plant = new GeneratorUnit(turbine, 100.Megawatts, TimeSpan.FromMinutes(10), 10.MegawattsPerMinute);
        GeneratorState now = default;
        int k = 0;
        Quantities.Power before = default;
        void Go(GeneratorOrder order, double megawatts)
        {
            now = plant.After(now, order, plant.Reach(now, 1, second).Nearest(megawatts.Megawatts), 1, second);
            Assert.True(Math.Abs((now.Output - before).Megawatts) <= 10.0 / 60 + 1e-9);
            before = now.Output;
            k++;
        }
        while (now.Phase != GeneratorPhase.Running) Go(GeneratorOrder.Run, 0);
        Assert.Equal(600, k);
        for (int i = 0; i < 600; i++) Go(GeneratorOrder.Run, 0);
        Assert.Equal(40, now.Output.Megawatts, 1e-9);
        while (now.Phase != GeneratorPhase.Off) Go(GeneratorOrder.Stop, 0);
        Assert.Equal(0, now.Output.Watts);
        Assert.Equal(1, now.Starts);
    }

    [Fact]
    public void A_failed_start_an_emergency_stop_and_an_empty_tank()
    {
        var plant = new GeneratorUnit(turbine, 100.Megawatts, second, Ramp.FromSi(double.PositiveInfinity));
        GeneratorState now = plant.After(default, GeneratorOrder.Run, default, 1, second, failsToStart: true);
        Assert.Equal((GeneratorPhase.Tripped, 1), (now.Phase, now.FailedStarts));
        now = plant.After(now, GeneratorOrder.Run, default, 1, second);
        Assert.Equal(GeneratorPhase.Tripped, now.Phase);      // a trip wants a reset
        now = plant.After(now, GeneratorOrder.Reset, default, 1, second);
        now = plant.After(now, GeneratorOrder.Run, default, 1, second);
        now = plant.After(now, GeneratorOrder.EmergencyStop, 80.Megawatts, 1, second);
        Assert.Equal(PowerBand.Nothing, plant.Reach(now, 1, second));

        GeneratorUnit diesel = plant with { Tank = HeatOf(10.MegawattHours) };
        GeneratorState last = new(GeneratorPhase.Running, Fuel: HeatOf(9.99.MegawattHours));
        Assert.Equal(36, diesel.Reach(last, 1, second).Most.Megawatts, 1e-6);   // .01 MWh in a second
        Assert.Equal(80, plant.Reach(new(GeneratorPhase.Running, 90.Megawatts), 0.8, second).Most.Megawatts, 1e-9);    // derated by heat
    }

    [Fact]
    public void A_reactor_loses_its_load_at_once_and_its_heat_slowly()
    {
        Generator facts = turbine with { Name = "smr", Kind = GeneratorKind.Reactor, HeatRate = 10_445.BtuPerKilowattHour, MinimumLoadFraction = 0.5 };
        var smr = new ReactorUnit(facts, 77.Megawatts, 3.85.MegawattsPerMinute);       // 5 %/min
        var now = new ReactorState(77.Megawatts, 77.Megawatts);
        for (int k = 0; k < 60; k++)
        {
            ReactorState next = smr.After(now, default, default, 1, second);
            Assert.Equal(0, smr.Delivered(now, next, second).Watts, 1e-3);
            now = next;
        }
        Assert.Equal(77 - 3.85, now.Level.Megawatts, 1e-9);
        Assert.True(now.PassedBy > default(Energy));
        Assert.Equal(now.Fuel.Joules, now.PassedBy.Joules, 1);
        for (int k = 0; k < 3600; k++) now = smr.After(now, default, default, 1, second);
        Assert.Equal(38.5, now.Level.Megawatts, 1e-9);
        Assert.True(smr.Reach(now, 1, second).Most.Megawatts < 38.6);                  // and comes back as slowly
    }
}
